#!/bin/sh
# The loss of one K3s server's disk: its etcd data is out of reach, and comes back, unless the cluster was rebuilt without it. It runs on that
# server's node, and needs no other member and no Muster.
#
#   sh lost-disk.sh check NODE ADDRESS DATA    exit 0 if it could be done; else why not, and on a second line what to type. Changes nothing
#   sh lost-disk.sh lose NODE ADDRESS DATA     holds k3s down, SIGKILL, and the database is moved away
#   sh lost-disk.sh lost NODE ADDRESS DATA     exit 0 if that database is gone: no process and no data, or k3s runs with another one
#   sh lost-disk.sh back NODE ADDRESS DATA     the database is moved back, and k3s started
#   sh lost-disk.sh whole NODE ADDRESS DATA    exit 0 if nothing is left to do here
#
# DATA is K3s's data directory. back may be repeated. Prints what was done or seen.
#
# Why back leaves alone what is taken for a recovery: once the other server is reset, it is a cluster of its own, which goes on from the same
# history. An old member that came back beside it would vote for the old cluster and take writes that the new one never sees. A recovery takes
# every server, and writes that on its disk, before it resets any; what it took it gives back only after the old data is its own (recover.sh,
# aside) or after it is dropped. So a heal finds the data here only as long as nothing was reset. Both go through the node's guard, one at a time.
set -eu
export LC_ALL=C
kit=$(cd "$(dirname "$0")" && pwd)
verb=$1 node=$2 address=$3 data=$4
database=$data/server/db/etcd
away=$data/server/db/muster-away
taken=/var/lib/muster/recovery

server() {
    sh "$kit/server.sh" "$1" "$node" "$address" k3s 2379 127.0.0.1/2381
}

settled() {
    [ -s "$taken" ] || return 1
    echo "$node: is taken for the recovery $(cat "$taken"), so that its old data stays away; muster recover etcd goes on with that"
}

case $verb in
    check)
        command -v curl >/dev/null || { printf '%s\n' "curl is missing on $node" "install curl on every server" && exit 1; }
        if mountpoint -q "$database"; then
            printf '%s\n' "$node: $database is a mount point, and cannot be moved away" "choose another drill: muster drills"
            exit 1
        fi
        ;;
    lose)
        if [ ! -d "$database" ] || [ -e "$away/etcd" ] || [ -s "$taken" ]; then
            echo "$node: has no etcd data, or they were moved away before: nothing was done to it" >&2
            exit 1
        fi
        mkdir -p -m 700 "$away"
        sync "$data/server/db"
        server kill
        while ! server gone >/dev/null; do sleep 0.05; done
        mv "$database" "$away/etcd"
        sync "$away" "$data/server/db"
        echo "$node: its data is moved to $away"
        ;;
    lost)
        [ -d "$away" ] || { echo "$node: has its data" && exit 1; }
        if [ -e "$database" ]; then
            [ ! -e "$away/etcd" ] || { echo "$node: was started without its data" && exit 1; }
            echo "$node: its data stays away; it runs with what it fetched from another server"
        else
            said=$(server gone) || { echo "$said" && exit 1; }
            echo "$said; no database"
        fi
        ;;
    back)
        ! settled || exit 0
        if [ -e "$away/etcd" ]; then
            [ ! -e "$database" ] || { echo "$node: has new data in $database beside its old ones in $away/etcd" >&2 && exit 1; }
            mv "$away/etcd" "$database"
            sync "$away" "$data/server/db"
        fi
        [ ! -d "$away" ] || rmdir "$away"
        server start
        ;;
    whole)
        ! settled || exit 0
        [ ! -e "$away" ] || { echo "$node: its data is still away, in $away" && exit 1; }
        server runs
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
