#!/bin/sh
# Fills the file system that a K3s server keeps its database on, and frees it again. The database must have one of its own: without, nothing
# is done, because kubelet, images and pods would run out of space with it. Nothing that etcd wrote is ever deleted here.
#
#   sh disk.sh check NODE ADDRESS DATA    exit 0 if it could be filled; else why not
#   sh disk.sh fill NODE ADDRESS DATA     holds k3s down from its next end on, takes all space, and makes etcd need some: it dies of that
#   sh disk.sh full NODE ADDRESS DATA     exit 0 if k3s is gone and its own log says that it died for want of space
#   sh disk.sh free NODE ADDRESS DATA     gives the space back and starts k3s, if it does not run
#   sh disk.sh spare NODE ADDRESS DATA    exit 0 if nothing of ours takes space and k3s is well
#
# DATA is K3s's data directory. Prints what was done or seen.
set -eu
export LC_ALL=C
kit=$(cd "$(dirname "$0")" && pwd)
verb=$1 node=$2 address=$3 data=$4
certificates=$data/server/tls/etcd
database=$data/server/db/etcd
filler=$database/muster-filler
# Which start of k3s was filled: what an earlier one died of stands in the same log.
mark=$database/muster-filled
most_gib=64

server() {
    sh "$kit/server.sh" "$1" "$node" "$address" k3s 2379 127.0.0.1/2381
}

available() {
    df --output=avail -B1 "$database" | tail -n 1 | tr -d ' '
}

device() {
    stat -c %d "$1" 2>/dev/null || :
}

# What is said to be free at once, for some file systems give nothing to whoever asks for more; then block by block until there is none.
take() {
    size=$(stat -c %s "$filler" 2>/dev/null || echo 0)
    free=$(available)
    [ "$free" = 0 ] || fallocate -o "$size" -l "$free" "$filler" 2>/dev/null || :
    if dd if=/dev/zero "of=$filler" bs=4096 count=65536 oflag=append conv=notrunc 2>/dev/null; then
        echo "$node: $(available) bytes are still free" >&2
        exit 1
    fi
}

# ask PATH BODY: the answer of this node's member.
ask() {
    printf '%s' "$2" | curl --silent --show-error --max-time 3 --cacert "$certificates/server-ca.crt" --cert "$certificates/client.crt" \
        --key "$certificates/client.key" --data-binary @- "https://127.0.0.1:2382/v3/$1" 2>&1 || :
}

# The database's file must grow for this, unless it has as much in free pages, which the next round uses up. It lives under a lease and goes
# by itself. Ends with the first write that is not taken.
need_space() {
    lease=$(ask lease/grant '{"TTL":"15"}' | sed -n 's/.*"ID":"\([0-9]*\)".*/\1/p')
    [ -n "$lease" ] || return 0
    # The letter A is base64's zero.
    value=$(head -c 1398104 /dev/zero | tr '\0' A)
    for number in $(seq 24); do
        key=$(printf %s "/muster/disk-full/$node/$number" | base64 | tr -d '\n')
        answer=$(ask kv/put "{\"key\":\"$key\",\"value\":\"$value\",\"lease\":\"$lease\"}")
        case $answer in
            *'"header"'*) ;;
            *) return 0 ;;
        esac
    done
}

last_words() {
    journalctl "_SYSTEMD_INVOCATION_ID=$(cat "$mark")" --output=cat --no-pager 2>/dev/null |
        grep -o '[^ :"]*: no space left on device' | tail -n 1
}

dies() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        ! server gone >/dev/null || return 0
        sleep 0.1
    done
    return 1
}

case $verb in
    check)
        command -v curl >/dev/null || { echo "curl is missing on $node" && exit 1; }
        own=$(device "$database")
        for shared in / "$data" "$data/agent" /var/lib/kubelet /var/log; do
            if [ "$(device "$shared")" = "$own" ]; then
                echo "$node: $database shares its file system with $shared, so that kubelet and images would be out of space too, and pods evicted"
                exit 1
            fi
        done
        if [ "$(available)" -gt $((most_gib << 30)) ]; then
            echo "$node: the file system of $database has $(($(available) >> 30)) GiB free; no more than $most_gib are filled"
            exit 1
        fi
        ;;
    fill)
        sh "$0" check "$node" "$address" "$data" >&2
        systemctl show --property=InvocationID --value k3s >"$mark"
        server hold
        rounds=3
        # Meanwhile it may have deleted a file of its own.
        while [ "$rounds" -gt 0 ]; do
            take
            need_space
            if dies; then
                # What its last file took is free again.
                take
                echo "$node: $(stat -c %s "$filler") bytes taken, none left; k3s died, and is held down"
                exit 0
            fi
            rounds=$((rounds - 1))
        done
        echo "$node: has no space left and still runs: ${answer:-no answer}" >&2
        exit 1
        ;;
    full)
        [ -s "$mark" ] || { echo "$node: its file system was not filled, $(available) bytes are free" && exit 1; }
        gone=$(server gone) || { echo "$gone" && exit 1; }
        words=$(last_words)
        [ -n "$words" ] || { echo "$node: no process, but its log does not say that space ran out" && exit 1; }
        [ "$(available)" -lt 1048576 ] || { echo "$node: no process, but $(available) bytes are free" && exit 1; }
        echo "$node: no process, and its log says: $words"
        ;;
    free)
        rm -f "$filler" "$mark"
        server start
        ;;
    spare)
        [ ! -e "$filler" ] || { echo "$node: $(stat -c %s "$filler") bytes are still taken" && exit 1; }
        state=$(server runs) || { echo "$state" && exit 1; }
        echo "$state, its disk has space"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
