# Sourced by cluster.sh: what is true on the servers of a K3s cluster, seen without Muster. ssh is the configuration, nodes are their names.

on_node() {
    there=$1
    shift
    ssh -F "$ssh" -o BatchMode=yes -o ConnectTimeout=3 "$there" "$@" </dev/null
}

# unwell: prints what is wrong on the nodes; nothing if all is well: k3s runs and is not stopped, nothing holds it down, its etcd says that it
# is healthy, which takes a quorum, no packet filter of ours is left, no heal is armed, and systemd has no unit of ours.
unwell() {
    for each in $nodes; do
        on_node "$each" '
            pid=$(systemctl show --property=MainPID --value k3s)
            case $(sed "s/^.*) //; s/ .*//" "/proc/${pid:-0}/stat" 2>/dev/null) in
                [SRD]) ;;
                "") echo "k3s does not run" ;;
                *) echo "k3s is stopped" ;;
            esac
            [ ! -e /run/systemd/system/k3s.service.d/muster-hold.conf ] && [ ! -e /run/muster-hold-k3s ] || echo "k3s is held down"
            nft list tables | sed -n "s/^table .*\(muster_.*\)/there is a filter \1/p"
            for harm in /var/lib/muster/guard/harms/*; do
                [ -e "$harm/armed" ] && [ ! -e "$harm/fired" ] && echo "open: $(cat "$harm/what" 2>/dev/null || echo "${harm##*/}")"
            done
            said=$(timeout 4 bash -c "exec 3<>/dev/tcp/127.0.0.1/2381; printf \"GET /health HTTP/1.0\r\n\r\n\" >&3; cat <&3" 2>/dev/null | tail -n 1)
            case $said in *\"true\"*) ;; *) echo "etcd says ${said:-nothing}" ;; esac
        ' 2>"$folder/ssh.err" | sed "s/^/$each: /" || :
        [ ! -s "$folder/ssh.err" ] || sed "s/^/$each: ssh: /" "$folder/ssh.err"
    done
}

# open_on_nodes: what the nodes hold that has not healed.
open_on_nodes() {
    for each in $nodes; do
        on_node "$each" 'for harm in /var/lib/muster/guard/harms/*; do [ -e "$harm/armed" ] && [ ! -e "$harm/fired" ] && cat "$harm/what"; done; systemctl list-unit-files --no-legend "muster-heal-*"' 2>/dev/null
    done
}

# open_in_ledger: how many harms were intended and never struck.
open_in_ledger() {
    sed -n 's/^{"is":"\(intent\|struck\)","run":"\([^"]*\)","injection":\([0-9]*\).*"crc":"[0-9a-f]\{8\}"}$/\1 \2 \3/p' \
        "$MUSTER_STATE_HOME/ledger.jsonl" 2>/dev/null | awk '
        $1 == "struck" { delete open[$2 " " $3]; next }
        { open[$2 " " $3] = 1 }
        END { for (key in open) print key }'
}

uptime_seconds() {
    cut -d . -f 1 /proc/uptime
}

# well_within SECONDS: waits until nothing is wrong; sets wrong to what still is.
well_within() {
    until_uptime=$(($(uptime_seconds) + $1))
    while :; do
        wrong=$(unwell)
        [ -n "$wrong" ] || return 0
        [ "$(uptime_seconds)" -lt "$until_uptime" ] || break
        sleep 1
    done
    wrong=$(echo "$wrong" | tr '\n' ';')
    return 1
}
