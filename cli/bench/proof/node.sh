# Sourced by soak.sh, signals.sh and races.sh: what is true on the nodes of a lab, seen without Muster. The lab's folder is "$folder/state/lab".

# The number of a field in the lab's record, in the order of its members.
members_of() {
    sed -n "s/.*\"$1\" : \([0-9]*\).*/\1/p" "$folder/state/lab/lab.json"
}

on_node() {
    holder=$1
    shift
    userns=$(sed -n 's/^USERNS=//p' "$folder/state/lab/enter")
    if [ "$userns" = 1 ]; then
        nsenter --user="/proc/$holder/ns/user" --preserve-credentials --net="/proc/$holder/ns/net" "$@"
    else
        nsenter --net="/proc/$holder/ns/net" "$@"
    fi
}

# The names of its members, in the same order.
names_of_members() {
    sed -n 's/.*"name" : "\([a-z0-9]*\)".*/\1/p' "$folder/state/lab/lab.json"
}

# Each store's server has a path of its own on its command line. A child that PostgreSQL has just begun still has its parent's.
process_of() {
    case $1 in
        m*) mark=--data-dir=$folder/state/lab/$1/disk/data ;;
        p*) mark=--config_file=$folder/state/lab/$1/postgresql.conf ;;
    esac
    printf '%s\n' "$mark" | grep -lzFx -f - /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3 | sort -n | head -n 1
}

# unwell: prints what is wrong on the nodes; nothing if all is well: every member runs and is not stopped, nor is a child of it, no packet
# filter of ours and no setting of a drill is left, and no heal is armed that has not run.
unwell() {
    for each in $(names_of_members); do
        process=$(process_of "$each")
        case $(sed 's/^.*) //; s/ .*//' "/proc/${process:-none}/stat" 2>/dev/null) in
            [SRD]) ;;
            '') echo "$each does not run" ;;
            *) echo "$each is stopped" ;;
        esac
        cat /proc/[0-9]*/stat 2>/dev/null | sed 's/^.*) //' | awk -v of="${process:-none}" -v name="$each" '
            $1 ~ /^[Tt]$/ && $2 == of { stopped++ }
            END { if (stopped) print stopped " children of " name " are stopped" }'
        [ ! -e "$folder/state/lab/$each/drill.conf" ] || echo "$each runs with settings of a drill"
        for harm in "$folder/state/lab/$each/guard/harms"/*; do
            [ -e "$harm/armed" ] && [ ! -e "$harm/fired" ] && echo "on $each is open: $(cat "$harm/what" 2>/dev/null || echo "${harm##*/}")"
        done
    done
    for holder in $(members_of holderPid); do
        on_node "$holder" nft list tables | sed -n 's/^table .*\(muster_.*\)/there is a filter \1/p'
    done
}

# unserved: prints what the members themselves show to be wrong. Asked last, because it waits.
unserved() {
    case $(names_of_members) in
        m*) unserved_etcd ;;
        p*) unserved_postgres ;;
    esac
}

# Every member takes a write, and all are voters.
unserved_etcd() {
    for port in $(members_of relayPort); do
        ETCDCTL_API=3 etcdctl --endpoints="127.0.0.1:$port" --command-timeout=4s put muster-soak "$turn" >/dev/null 2>&1 ||
            echo "no write through 127.0.0.1:$port"
    done
    voters=$(ETCDCTL_API=3 etcdctl --endpoints="127.0.0.1:$port" --command-timeout=4s member list 2>/dev/null | grep -c ', started, .*, false$')
    [ "$voters" = 3 ] || echo "$voters of 3 voters"
}

# There is one primary, all others stream from it, it takes a write, which each of the others shows, and all clocks are right.
unserved_postgres() {
    primaries=0 standbys=0
    for port in $(members_of relayPort); do
        answer=$(ask_server "SELECT pg_is_in_recovery() || ' ' || extract(epoch FROM clock_timestamp())::bigint") || {
            echo "no answer through 127.0.0.1:$port: $answer"
            continue
        }
        off=$((${answer##* } - $(date +%s)))
        [ "$off" -ge -5 ] && [ "$off" -le 5 ] || echo "the clock behind 127.0.0.1:$port is $off s off"
        case $answer in
            'false '*) primaries=$((primaries + 1)) primary=$port ;;
            'true '*) standbys=$((standbys + 1)) ;;
        esac
    done
    if [ "$primaries" != 1 ]; then
        echo "$primaries primaries"
        return
    fi
    port=$primary
    streaming=$(ask_server "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
    [ "$streaming" = "$standbys" ] || echo "$streaming of $standbys standbys stream"
    ask_server "CREATE TABLE IF NOT EXISTS soak (turn int PRIMARY KEY, at timestamptz);
        INSERT INTO soak VALUES ($turn, now()) ON CONFLICT (turn) DO UPDATE SET at = now()" >/dev/null ||
        echo "no write through 127.0.0.1:$port"
    written=$(ask_server "SELECT at FROM soak WHERE turn = $turn")
    for port in $(members_of relayPort); do
        [ "$(ask_server "SELECT at FROM soak WHERE turn = $turn")" = "$written" ] || echo "the last write is not seen through 127.0.0.1:$port"
    done
}

# ask_server SQL: what the server behind 127.0.0.1:$port answers, in whose name nobody else speaks.
ask_server() {
    timeout 5 psql -XAtqw -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$port" -U muster -d postgres -c "$1" 2>&1
}

# well_within SECONDS: waits until nothing is wrong; sets wrong to what still is.
well_within() {
    until_uptime=$(($(uptime_seconds) + $1))
    while :; do
        wrong=$(unwell)
        [ -n "$wrong" ] || wrong=$(unserved)
        [ -n "$wrong" ] || return 0
        [ "$(uptime_seconds)" -lt "$until_uptime" ] || break
        sleep 0.5
    done
    wrong=$(echo "$wrong" | tr '\n' ';')
    return 1
}

uptime_seconds() {
    cut -d . -f 1 /proc/uptime
}

# seconds_to_deadline: until the last of the armed deadlines; 0 if nothing is armed.
seconds_to_deadline() {
    last=$(cat "$folder/state/lab"/*/guard/harms/*/deadline 2>/dev/null | awk '{ if ($2 > last) last = $2 } END { print int(last / 100) + 1 }')
    left=$((last - $(uptime_seconds)))
    [ "$left" -gt 0 ] || left=0
    echo "$left"
}

# locked: the nodes that are locked now, and by whom.
locked() {
    for lock in "$folder/state/lab"/*/guard/lock; do
        [ ! -s "$lock" ] || awk -v now="$(uptime_seconds)" '$4 > now * 100 { print FILENAME ": " $0 }' "$lock"
    done
}

# open_in_ledger: what was intended and not struck, in the words in which the next start must say it.
open_in_ledger() {
    # A line without its end was never on the disk.
    sed -n 's/^{"is":"\(intent\|struck\)","run":"\([^"]*\)","injection":\([0-9]*\)\(.*\),"crc":"[0-9a-f]\{8\}"}$/\1 \2 \3 \4/p' \
        "$folder/state/ledger.jsonl" 2>/dev/null | awk '
        $1 == "struck" { delete open[$2 " " $3]; next }
        {
            match($0, /"fault":"[^"]*"/); fault = substr($0, RSTART + 9, RLENGTH - 10)
            match($0, /"member":"[^"]*"/); member = substr($0, RSTART + 10, RLENGTH - 11)
            open[$2 " " $3] = fault " of " member " on lab (" $2 ")"
        }
        END { for (key in open) print open[key] }' | sort
}

# open_on_nodes: what the nodes hold armed, in words that the report must contain.
open_on_nodes() {
    for harm in "$folder/state/lab"/*/guard/harms/*; do
        [ ! -s "$harm/what" ] || cat "$harm/what"
    done
}
