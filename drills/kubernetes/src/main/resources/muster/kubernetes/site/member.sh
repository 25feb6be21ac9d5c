#!/bin/sh
# The loss of one K3s server's etcd data, and its replacement by an empty member. It runs on that server's node and asks the other members by
# gRPC, where clients reach them; it needs a majority of them, and no Muster.
#
#   sh member.sh lose NODE ADDRESS DATA PEER...      holds k3s down, SIGKILL, and the database is moved aside
#   sh member.sh lost NODE ADDRESS DATA PEER...      exit 0 if that identity is gone: no process and no data, or another identity runs
#   sh member.sh replace NODE ADDRESS DATA PEER...   the lost identity leaves the cluster, k3s starts and joins as a learner, which K3s promotes
#   sh member.sh whole NODE ADDRESS DATA PEER...     the same as far as it is not done, then the lost data is deleted
#   sh member.sh votes NODE ADDRESS DATA PEER...     exit 0 if it runs, is a voter, nothing holds it, and no lost data is left
#
# DATA is K3s's data directory, PEER the address of another member. K3s joins the server that its settings name when it has no data
# (docs.k3s.io, k3s server --server). replace and whole may be repeated; only one of them runs at a time. Prints what was done or seen.
set -eu
export LC_ALL=C
kit=$(cd "$(dirname "$0")" && pwd)
verb=$1 node=$2 address=$3 data=$4
shift 4
peers=$*
certificates=$data/server/tls/etcd
database=$data/server/db/etcd
lost=$data/server/db/muster-lost
work=$(mktemp -d "${TMPDIR:-/run}/muster-member.XXXXXX")
trap 'rm -rf "$work"' EXIT
# K3s promotes a learner at its next tick of 15 s (k3s-io/k3s, pkg/etcd).
patience_seconds=50
. "$kit/grpc.sh"

server() {
    sh "$kit/server.sh" "$1" "$node" "$address" k3s 2379 127.0.0.1/2381
}

uptime_centiseconds() {
    read -r up _ </proc/uptime
    echo $((${up%.*} * 100 + 1${up#*.} - 100))
}

# The identity under which the member of this node answers, in hexadecimal; empty if none does.
own_id() {
    said=$(printf '{}' | curl --silent --show-error --max-time 3 --cacert "$certificates/server-ca.crt" --cert "$certificates/client.crt" \
        --key "$certificates/client.key" --data-binary @- https://127.0.0.1:2382/v3/maintenance/status 2>/dev/null |
        sed -n 's/.*"member_id":"\([0-9]*\)".*/\1/p')
    [ -z "$said" ] || printf '%x\n' "$said"
}

lost_id() {
    cat "$lost/id"
}

# Sets all, the cluster's members, and entry, the one at this address; that is empty if there is none. Linearizable: no old list will do.
look() {
    for peer in $peers; do
        if rpc "$peer" Cluster/MemberList '\010\001'; then
            all=$(listed)
            entry=$(printf '%s\n' "$all" | grep -F " https://$address:2380" || :)
            entry_id=
            [ -z "$entry" ] || entry_id=$(hex "${entry%% *}")
            return 0
        fi
    done
    return 1
}

learner() {
    case $entry in
        *' true '*) return 0 ;;
        *) return 1 ;;
    esac
}

again() {
    if [ "$(uptime_centiseconds)" -ge "$give_up" ]; then
        echo "$node: $1: ${said:-no answer}" >&2
        exit 1
    fi
    sleep 0.3
}

arithmetic() {
    voters=$(printf '%s\n' "$all" | grep -c ' false ' || :)
    needed=$((voters / 2 + 1))
    echo "$voters voters, quorum $needed, tolerates $((voters - needed)) more"
}

remove() {
    until look && [ "$entry_id" != "$(lost_id)" ]; do
        for peer in $peers; do
            [ -z "${entry:-}" ] || ! rpc "$peer" Cluster/MemberRemove "\\010${entry%% *}" || break
        done
        again "its lost member cannot be removed"
    done
    echo "$node: $(lost_id) is no member any more; $(arithmetic)"
}

join() {
    started=$(server start 8>&-) || exit 1
    until look && [ -n "$entry" ] && [ "$(own_id)" = "$entry_id" ]; do again "k3s runs, and no new member of it"; done
    echo "$started, as $entry_id"
}

promoted() {
    until look && [ -n "$entry" ] && ! learner; do again "it stays a learner"; done
    echo "$node: $entry_id is a voter; $(arithmetic)"
}

# Each with the time that it took.
all_steps() {
    give_up=$(($(uptime_centiseconds) + patience_seconds * 100))
    for step in remove join promoted; do
        from=$(uptime_centiseconds)
        words=$("$step") || exit 1
        took=$(($(uptime_centiseconds) - from))
        printf '%s (%s took %d.%02d s)\n' "$words" "$step" $((took / 100)) $((took % 100))
    done
}

# The drill's own act and the node's heal must not meet half way.
alone() {
    exec 8>"$data/server/db/muster-replacing"
    flock -w 40 8 || { echo "$node: is being replaced by another" >&2 && exit 1; }
}

case $verb in
    lose)
        id=$(own_id)
        if [ -z "$id" ] || [ -e "$lost" ]; then
            echo "$node: its etcd does not answer, or its data was lost before: nothing was done to it" >&2
            exit 1
        fi
        mkdir -m 700 "$lost"
        echo "$id" >"$lost/id"
        sync "$lost/id" "$lost"
        server kill
        while ! server gone >/dev/null; do sleep 0.05; done
        mv "$database" "$lost/etcd"
        sync "$lost"
        echo "$node: the data of $id is moved to $lost"
        ;;
    lost)
        [ -d "$lost/etcd" ] || { echo "$node: has its data" && exit 1; }
        if said=$(server gone) && [ ! -e "$database" ]; then
            echo "$said; no database"
            exit 0
        fi
        id=$(own_id)
        if [ "$id" = "$(lost_id)" ]; then
            echo "$node: answers as $id again"
            exit 1
        fi
        echo "$node: $(lost_id) stays lost${id:+, it runs as $id}"
        ;;
    replace)
        alone
        [ -d "$lost/etcd" ] || { echo "$node: its data was not lost: there is nothing to replace" >&2 && exit 1; }
        all_steps
        ;;
    whole)
        alone
        if [ -d "$lost/etcd" ]; then
            all_steps
        else
            server start 8>&-
        fi
        rm -rf "$lost"
        ;;
    votes)
        [ ! -e "$lost" ] || { echo "$node: its lost data is still there, in $lost" && exit 1; }
        said=$(server runs) || { echo "$said" && exit 1; }
        look || { echo "$node: no other member lists the members: $said" && exit 1; }
        if [ -z "$entry" ] || learner || [ "$(own_id)" != "$entry_id" ]; then
            echo "$node: does not run as a voter: ${entry:-not a member}"
            exit 1
        fi
        rm -f "$data/server/db/muster-replacing"
        echo "$node: runs as $entry_id, a voter; $(arithmetic)"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
