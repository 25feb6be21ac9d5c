#!/bin/sh
# The lab's first process. It is number 1 of its process namespace: when it ends, the kernel ends everything in the lab.
# It begins in the network of the machine, so that the relays can listen on its loopback, and makes one network
# namespace each for the switch, the client, the members and the servers.
#
#   sh first-process.sh LAB        reads LAB/settings, writes "node NAME PID", "data NAME KIND" and "ready" to standard output,
#                                  and stays if it then reads "stay"; at the end of its input it ends, and the lab with it
set -eu
lab=$1
cd "$lab"
. ./settings
trap 'exit 0' TERM

# A process that does nothing keeps a network namespace alive. It becomes an orphan, so this process reaps it.
holder() {
    unshare --net sh -c 'sleep infinity </dev/null >/dev/null 2>&1 & echo $!'
}

address() {
    if [ "$1" = client ]; then
        echo "$subnet.100"
    else
        eval "echo \$address_$1"
    fi
}

inside() {
    inside_pid=$1
    shift
    nsenter --net="/proc/$inside_pid/ns/net" "$@"
}

# An image file over a loop device, as a disk is: its deletion leaves nothing behind, and the kernel frees both with this
# namespace. It needs root and a kernel that has loop devices.
mount_image() {
    truncate -s "${disk_mib}M" "$1/image" &&
        mkfs.ext4 -q -F -m 0 -E nodiscard "$1/image" &&
        mount -o loop "$1/image" "$1/disk" || return 1
    rmdir "$1/disk/lost+found"
    chmod 700 "$1/disk"
}

# A file system of a node's own, which can be filled without harm to any other.
bound() {
    if mount_image "$1" 2>>"$1/disk.log"; then
        echo "data $1 ext4"
    else
        mount -t tmpfs -o "size=${disk_mib}m,mode=700" tmpfs "$1/disk"
        echo "data $1 tmpfs"
    fi
    rm -f "$1/image"
}
if [ "$disk_mib" -gt 0 ]; then
    for node in $members $servers; do
        bound "$node"
    done
fi

# Making it takes longer than everything below together, if it is not there yet.
template=
if [ -n "$servers" ]; then
    sh "$lab/template.sh" &
    template=$!
fi

switch=$(holder)
wires='link add name lan type bridge
link set lan up'
pids=
for node in client $members $servers; do
    pid=$(holder)
    pids="$pids $node=$pid"
    wires="$wires
link add name $node type veth peer name eth0 netns $pid
link set $node master lan up"
    echo "node $node $pid"
done
printf '%s\n' "$wires" | inside "$switch" ip -batch -

for pair in $pids; do
    node=${pair%%=*}
    inside "${pair#*=}" ip -batch - <<END
link set lo up
addr add $(address "$node")/16 dev eth0
link set eth0 up
END
done

for pair in $pids; do
    node=${pair%%=*}
    [ "$node" = client ] || echo "${pair#*=}" >"$node/holder"
    case $node in m*) inside "${pair#*=}" sh "$lab/member.sh" spawn "$node" ;; esac
done
[ -z "$template" ] || wait "$template"
spawning=
for pair in $pids; do
    node=${pair%%=*}
    case $node in
        p*)
            inside "${pair#*=}" sh "$lab/server.sh" spawn "$node" &
            spawning="$spawning $!"
            ;;
    esac
done

# People and host tools reach a member by a loopback port: one relay listens there, one stands beside the member, and a
# socket in the file system joins them, because those are not bound to a network namespace.
for pair in $pids; do
    node=${pair%%=*}
    case $node in
        client) continue ;;
        m*) serves=2379 ;;
        p*) serves=5432 ;;
    esac
    nsenter --net="/proc/${pair#*=}/ns/net" socat -lf "$node/inner-relay.log" \
        "UNIX-LISTEN:$node/relay,fork,mode=600" "TCP:$(address "$node"):$serves" </dev/null >/dev/null 2>&1 &
    eval "port=\$port_$node"
    socat -d -d -lf "$node/relay.log" "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr" "UNIX-CONNECT:$node/relay" \
        </dev/null >/dev/null 2>&1 &
    eval "relay_$node=$!"
done
for node in $members $servers; do
    eval "port=\$port_$node relay=\$relay_$node"
    until grep -q 'listening on' "$node/relay.log" 2>/dev/null && [ -S "$node/relay" ]; do
        if ! kill -0 "$relay" 2>/dev/null; then
            echo "the relay of $node cannot listen on 127.0.0.1:$port: $(grep " E " "$node/relay.log" | tail -n 1)" >&2
            exit 1
        fi
        sleep 0.01
    done
done

for spawned in $spawning; do wait "$spawned"; done

echo ready
read -r word
[ "$word" = stay ]
exec </dev/null >>first-process.log 2>&1
while :; do
    sleep infinity &
    wait $! || :
done
