#!/bin/sh
# One step of the way back from the loss of etcd's quorum, on one server of a K3s cluster, as root. The order of the steps is not made here.
# What K3s does and wants is told by its documentation (docs.k3s.io: k3s etcd-snapshot, Cluster reset) and its pkg/etcd.
#
#   sh recover.sh VERB NODE DATA ID [WORD]
#
# DATA is K3s's data directory, ID the recovery's. The verbs; all may be repeated without effect:
#
#   survey        what this server is and knows, a line for each fact; changes nothing
#   log           the last two files of etcd's write-ahead log, or one, packed, a line for each; nothing if they are too long. Changes nothing
#   keys          every key of etcd as its member has it: revision of its last change, a space, the key in base64; changes nothing
#   stop          this server is taken for the recovery, and k3s ends in order; what a drill moved away of its data is not put back from then on
#   stopped       exit 0 if k3s does not run
#   copy          a copy of the database and of the snapshots lies aside
#   reset [FILE]  k3s server --cluster-reset, from a snapshot if one is named; waits for its closing line
#   start         k3s starts, and waits until etcd serves
#   aside         the database is moved aside; refused on the server that was reset
#   join ADDRESS  k3s starts and joins the server at that address, and waits until it is a voter
#   clear         nothing is left of the recovery but its copies; of a drill's, those of earlier drills go too
#   drop          nothing was reset yet: this server goes on as it was, with the data that a drill moved away put back
#   snapshot      a snapshot is saved for a drill; those of earlier drills are deleted
#   saved         where that snapshot lies; exit 1 if it is older than a drill takes. Changes nothing
#
# Prints what was done or seen.
set -eu
export LC_ALL=C
verb=$1 node=$2 data=$3 id=$4 word=${5:-}
certificates=$data/server/tls/etcd
database=$data/server/db/etcd
flag=$data/server/db/reset-flag
copy=$data/server/db/muster-recovery-$id
home=/var/lib/muster
taken=$home/recovery
# On the server that is reset: where its log stood before.
reset_began=$home/recovery-reset
settings=/run/systemd/system/k3s.service.d/muster-recovery.conf
# What a drill's lost-disk.sh moves away, and what its server.sh holds k3s down with.
away=$data/server/db/muster-away
held=/run/muster-hold-k3s
held_settings=/run/systemd/system/k3s.service.d/muster-hold.conf
snapshots=$data/server/db/snapshots
drill_snapshot=muster-drill
config=/run/muster-recovery/config.yaml

fail() {
    echo "$node: $*" >&2
    exit 1
}

main_process() {
    pid=$(systemctl show --property=MainPID --value k3s)
    [ "${pid:-0}" != 0 ] || pid=
}

uptime_seconds() {
    read -r up _ </proc/uptime
    echo "${up%.*}"
}

# ask PATH BODY: the answer of this node's member, which it gives without a quorum too.
ask() {
    printf '%s' "$2" | curl --silent --show-error --max-time "${limit:-3}" --cacert "$certificates/server-ca.crt" \
        --cert "$certificates/client.crt" --key "$certificates/client.key" --data-binary @- "https://127.0.0.1:2382/v3/$1" 2>/dev/null || :
}

# field NAME ANSWER
field() {
    printf '%s\n' "$2" | tr ',{}' '\n\n\n' | sed -n "s/^ *\"$1\":\"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" | head -n 1
}

say() {
    [ -z "$2" ] || printf '%s %s\n' "$1" "$2"
}

bytes() {
    [ ! -e "$1" ] || du -sb "$1" | cut -f 1
}

serves() {
    case $(ask kv/range '{"key":"L211c3Rlci9zZXJ2ZWQ=","count_only":true}') in
        *'"revision"'*) return 0 ;;
        *) return 1 ;;
    esac
}

last_words() {
    journalctl --unit=k3s --lines=3 --output=cat --no-pager 2>/dev/null | cut -c 1-200 | tr '\n' ' '
}

require_taken() {
    [ "$(cat "$taken" 2>/dev/null)" = "$id" ] || fail "is not taken for this recovery"
}

let_go() {
    [ -e "$held" ] || [ -e "$held_settings" ] || return 0
    rm -f "$held" "$held_settings"
    rmdir "${held_settings%/*}" 2>/dev/null || :
    systemctl daemon-reload
}

newest_saved() {
    find "$snapshots" -name "$drill_snapshot-*" -type f -printf '%T@ %p\n' 2>/dev/null | sort -rn | head -n 1 | cut -d ' ' -f 2-
}

require_down() {
    main_process
    [ -z "$pid" ] || fail "k3s runs (process $pid): nothing is done while another member runs; systemctl stop k3s there"
}

drop_settings() {
    [ -e "$settings" ] || return 0
    rm -f "$settings"
    rmdir "${settings%/*}" 2>/dev/null || :
    rm -rf "${config%/*}"
    systemctl daemon-reload
}

# The server's own command, with more behind it: flags win over its configuration file.
run_with() {
    command=$(systemctl show --property=ExecStart --value k3s | sed -n 's/.*argv\[\]=\(.*\) ; ignore_errors=.*/\1/p' | head -n 1)
    [ -n "$command" ] || fail "systemd does not tell how k3s is started"
    mkdir -p "${settings%/*}"
    printf '[Service]\nType=exec\nExecStart=\nExecStart=%s %s\n%s' "$command" "$1" "$2" >"$settings"
    systemctl daemon-reload
    systemctl reset-failed k3s 2>/dev/null || :
    systemctl start k3s || fail "k3s does not start: $(last_words)"
}

# K3s refuses a reset while its settings name a server to join: it is given them without that line.
config_without_server() {
    rm -rf "${config%/*}"
    mkdir -p "$config.d"
    chmod 700 "${config%/*}"
    for each in /etc/rancher/k3s/config.yaml /etc/rancher/k3s/config.yaml.d/*.yaml; do
        [ -f "$each" ] || continue
        target=$config
        [ "$each" = /etc/rancher/k3s/config.yaml ] || target=$config.d/${each##*/}
        grep -v "^[\"']\{0,1\}server[\"']\{0,1\} *:" "$each" >"$target" || :
    done
    chmod -R go= "${config%/*}"
}

await_reset() {
    give_up=$(($(uptime_seconds) + 180))
    while main_process && [ -n "$pid" ]; do
        [ "$(uptime_seconds)" -lt "$give_up" ] || fail "the reset has not come to its end after 180 s: $(last_words)"
        sleep 0.3
    done
    closing=$(journalctl --unit=k3s --after-cursor="$(cat "$reset_began")" --output=cat --no-pager |
        grep -o 'Managed etcd cluster membership has been reset.*' | tail -n 1 | cut -c 1-80 || :)
    drop_settings
    if [ -z "$closing" ]; then
        said=$(last_words)
        [ -e "$flag" ] || rm -f "$reset_began"
        fail "the reset did not say its closing line: $said"
    fi
    echo "$node: \"$closing…\""
}

case $verb in
    survey)
        main_process
        say unit "$(systemctl is-active k3s || :)"
        say process "$pid"
        [ ! -d "$database/member/wal" ] || say wal yes
        [ ! -e "$flag" ] || say flag yes
        [ ! -e "$reset_began" ] || say reset yes
        say taken "$(cat "$taken" 2>/dev/null || :)"
        say database "$(bytes "$database")"
        say snapshots "$(bytes "$data/server/db/snapshots")"
        say room "$(df --output=avail -B1 "$data/server" 2>/dev/null | tail -n 1 | tr -d ' ')"
        command -v curl >/dev/null || say nocurl yes
        status=$(ask maintenance/status '{}')
        say term "$(field raftTerm "$status")"
        say index "$(field raftIndex "$status")"
        revision=$(field revision "$status")
        # What it serves nobody without a majority, it still counts.
        [ -n "$revision" ] || revision=$(curl --silent --max-time 2 http://127.0.0.1:2381/metrics 2>/dev/null |
            awk '$1 == "etcd_debugging_mvcc_current_revision" { printf "%.0f", $2 }' || :)
        say revision "$revision"
        say learner "$(field isLearner "$status")"
        [ -z "$status" ] || say leader "$(field leader "$status")"
        voters=$(ask cluster/member/list '{"linearizable":false}' | tr '{' '\n' | grep '"peerURLs"' | grep -vc '"isLearner":true' || :)
        [ "$voters" = 0 ] || say voters "$voters"
        ! serves || say serves yes
        ;;
    log)
        # Nothing is told of a log that is too long for one answer: half of it would end too early.
        packed=$(mktemp)
        for files in 2 1; do
            find "$database/member/wal" -name '*.wal' | sort | tail -n "$files" | while read -r file; do
                gzip -c "$file" | base64 -w 0
                echo
            done >"$packed"
            [ "$(wc -c <"$packed")" -gt 8000000 ] || { cat "$packed" && break; }
        done
        rm -f "$packed"
        ;;
    keys)
        limit=60
        ask kv/range '{"key":"AA==","range_end":"AA==","keys_only":true,"serializable":true}' | tr '{' '\n' |
            sed -n 's/.*"key":"\([^"]*\)".*"mod_revision":"\([0-9]*\)".*/\2 \1/p'
        ;;
    stop)
        mkdir -p "$home"
        other=$(cat "$taken" 2>/dev/null || :)
        [ -z "$other" ] || [ "$other" = "$id" ] || fail "is taken for another recovery, $other"
        printf '%s\n' "$id" >"$taken"
        sync "$taken" "$home"
        # A k3s that is stopped where it stands would not hear it.
        main_process
        [ -z "$pid" ] || kill -CONT "$pid" 2>/dev/null || :
        systemctl stop --no-block k3s
        # Without a majority it may wait for what never comes; what it acknowledged is on its disk.
        kill_at=$(($(uptime_seconds) + 20))
        give_up=$((kill_at + 60))
        while [ "$(systemctl is-active k3s || :)" != inactive ] && [ "$(systemctl is-active k3s || :)" != failed ]; do
            [ "$(uptime_seconds)" -lt "$give_up" ] || fail "k3s has not ended, though it was killed"
            main_process
            [ "$(uptime_seconds)" -lt "$kill_at" ] || [ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null || :
            sleep 0.2
        done
        let_go
        echo "$node: k3s does not run"
        ;;
    stopped)
        require_down
        ;;
    copy)
        require_taken
        require_down
        if [ ! -d "$copy" ]; then
            needed=$(($(bytes "$database" | grep . || echo 0) + $(bytes "$snapshots" | grep . || echo 0)))
            room=$(df --output=avail -B1 "$data/server/db" | tail -n 1 | tr -d ' ')
            [ $((needed + (64 << 20))) -le "$room" ] ||
                fail "the copy takes $((needed >> 20)) MiB, and $data/server/db has $((room >> 20)) MiB free: make room there"
            rm -rf "$copy.part"
            mkdir -m 700 "$copy.part"
            [ ! -d "$database" ] || cp -a "$database" "$copy.part/etcd"
            [ ! -d "$snapshots" ] || cp -a "$snapshots" "$copy.part/snapshots"
            sync -f "$copy.part"
            mv "$copy.part" "$copy"
            sync "$data/server/db"
        fi
        echo "$node: $(bytes "$copy") bytes, in $copy"
        ;;
    reset)
        require_taken
        main_process
        if [ -s "$reset_began" ] && { [ -e "$settings" ] || [ -e "$flag" ]; }; then
            # A reset of this recovery is under way, or done.
            await_reset
            exit 0
        fi
        require_down
        [ ! -e "$flag" ] || fail "was reset before ($flag): K3s refuses a second time; systemctl start k3s"
        [ -d "$copy" ] || fail "there is no copy of its data, so that it is not reset"
        [ -z "$word" ] || [ -f "$word" ] || fail "there is no snapshot $word"
        journalctl --unit=k3s --lines=0 --show-cursor --no-pager | sed -n 's/^-- cursor: //p' >"$reset_began"
        sync "$reset_began" "$home"
        config_without_server
        run_with "--cluster-reset${word:+ --cluster-reset-restore-path=$word}" "Restart=no
Environment=K3S_CONFIG_FILE=$config
"
        await_reset
        ;;
    start)
        require_taken
        drop_settings
        main_process
        if [ -z "$pid" ]; then
            systemctl reset-failed k3s 2>/dev/null || :
            systemctl start --no-block k3s
        fi
        give_up=$(($(uptime_seconds) + 120))
        revision=
        until status=$(ask maintenance/status '{}') && [ "$(field leader "$status")" != 0 ] && [ -n "$(field leader "$status")" ] && serves; do
            [ -n "$revision" ] || revision=$(field revision "$status")
            [ "$(uptime_seconds)" -lt "$give_up" ] || fail "etcd does not serve after 120 s: $(last_words)"
            sleep 0.2
        done
        [ -n "$revision" ] || revision=$(field revision "$status")
        echo "$node: etcd serves, at revision $revision"
        ;;
    aside)
        require_taken
        require_down
        [ ! -e "$reset_began" ] || fail "is the server that was reset: its data is never moved"
        if [ -e "$away/etcd" ]; then
            # From here on it is the recovery's: a drill's heal finds nothing that it could put back.
            [ ! -e "$database" ] || fail "has new data in $database beside those that a drill moved to $away/etcd: somebody started k3s meanwhile"
            mv "$away/etcd" "$database-muster-$id"
            sync "$away" "$data/server/db"
        elif [ -e "$database" ] && [ ! -e "$database-muster-$id" ]; then
            mv "$database" "$database-muster-$id"
            rm -f "$flag"
            sync "$data/server/db"
        fi
        if [ -e "$database-muster-$id" ]; then
            echo "$node: its database lies in $database-muster-$id"
        else
            echo "$node: has no database"
        fi
        ;;
    join)
        require_taken
        [ ! -e "$reset_began" ] || fail "is the server that was reset: it joins nobody"
        main_process
        [ -n "$pid" ] || run_with "--server https://$word:6443" ''
        # K3s takes a learner that does not get on for five minutes away again (k3s-io/k3s, pkg/etcd).
        give_up=$(($(uptime_seconds) + 280))
        until status=$(ask maintenance/status '{}') && [ -n "$(field leader "$status")" ] && [ "$(field leader "$status")" != 0 ] &&
            [ "$(field isLearner "$status")" != true ]; do
            main_process
                [ "$(uptime_seconds)" -lt "$give_up" ] || fail "no voter after 280 s: $(last_words)"
            sleep 0.3
        done
        # The running process has been told whom to join; from its next start on it has data, and needs no telling.
        drop_settings
        echo "$node: is a voter, in term $(field raftTerm "$status")"
        ;;
    clear)
        [ "$(cat "$taken" 2>/dev/null)" = "$id" ] || exit 0
        drop_settings
        rm -f "$reset_began" "$taken"
        for each in "$data"/server/db/muster-recovery-drill-* "$database"-muster-drill-*; do
            case $id:$each in
                drill-*:*"-$id") ;;
                drill-*) rm -rf "$each" ;;
            esac
        done
        echo "$node: nothing is left but its copies"
        ;;
    drop)
        [ "$(cat "$taken" 2>/dev/null)" = "$id" ] || exit 0
        [ ! -e "$reset_began" ] || fail "was reset: the recovery can only go on"
        main_process
        if [ -z "$pid" ] && [ -e "$away/etcd" ] && [ ! -e "$database" ]; then
            mv "$away/etcd" "$database"
            rmdir "$away"
            sync "$data/server/db"
        fi
        rm -f "$taken"
        sync "$home"
        systemctl reset-failed k3s 2>/dev/null || :
        systemctl start --no-block k3s
        echo "$node: goes on as it was"
        ;;
    snapshot)
        find "$snapshots" -name "$drill_snapshot-*" -type f -delete 2>/dev/null || :
        said=$(k3s etcd-snapshot save --name "$drill_snapshot" 2>&1) || fail "no snapshot is saved: $(printf '%s\n' "$said" | tail -n 1 | cut -c 1-200)"
        file=$(newest_saved)
        [ -n "$file" ] || fail "a snapshot was saved, and none is in $snapshots"
        echo "$node: saved $file, $(bytes "$file") bytes"
        ;;
    saved)
        file=$(newest_saved)
        [ -n "$file" ] || fail "no drill has saved a snapshot in $snapshots"
        age=$(($(date +%s) - $(stat -c %Y "$file")))
        [ "$age" -lt 900 ] || fail "the snapshot $file is $((age / 60)) min old: a drill goes back to none that is older than 15"
        echo "$file"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
