#!/bin/sh
# Packet filters of our own on one node of the lab. It runs in the member's network namespace.
#
#   sh filter.sh VERB NAME TABLE SIDE DIRECTION REACH PEER...
#
#   VERB       drop      makes the table, in one transaction; fails if it is there already
#              blocked   exit 0 if connections that must fail do fail
#              delete    deletes the table and nothing else; does nothing if it is not there
#              open      exit 0 if the table is not there and connections that failed succeed
#   SIDE       peers, clients or both: for etcd ports 2380 and 2379; a PostgreSQL server has one port, and its peers are
#              the other servers
#   DIRECTION  in, out or both: which packets are dropped, seen from this node
#   REACH      any (whoever is at the other end) or named (the peers that follow, and nobody else)
#   PEER       the members that are tried to prove it
#
# Rules of others are neither read nor changed: the table is made and deleted whole, by its name. The loopback is left
# alone, so that the node can still look after its own member. Prints what was done or seen.
set -eu
export LC_ALL=C
lab=$(cd "$(dirname "$0")" && pwd)
verb=$1 name=$2 table=$3 side=$4 direction=$5 reach=$6
shift 6
. "$lab/settings"
case $name in
    p*) script=server.sh between=5432 serves=5432 ;;
    *) script=member.sh between=2380 serves=2379 ;;
esac

address_of() {
    eval "echo \$address_$1"
}

list_of_peers() {
    separator=
    for peer; do
        printf '%s%s' "$separator" "$(address_of "$peer")"
        separator=', '
    done
}

# rule CHAIN DEVICE END MATCH...: one rule; END is how the other side's address is called in this chain.
rule() {
    chain=$1 device=$2 end=$3
    shift 3
    case $reach,$side,$serves in
        named,*,* | any,peers,5432) whom="ip $end { $peers }" ;;
        any,clients,5432) whom="ip $end != { $peers }" ;;
        *) whom= ;;
    esac
    echo "add rule inet $table $chain $device != \"lo\" $whom $* counter drop"
}

# Between members either may have opened the connection; a client always did.
rules() {
    chain=$1 device=$2 end=$3 own=$4 others=$5
    case $side in peers | both)
        rule "$chain" "$device" "$end" tcp "$own" "$between"
        rule "$chain" "$device" "$end" tcp "$others" "$between"
        ;;
    esac
    case $side in clients | both)
        rule "$chain" "$device" "$end" tcp "$own" "$serves"
        ;;
    esac
}

transaction() {
    echo "create table inet $table"
    echo "add chain inet $table arriving { type filter hook input priority -10 ; policy accept ; }"
    echo "add chain inet $table leaving { type filter hook output priority -10 ; policy accept ; }"
    case $direction in in | both) rules arriving iifname saddr dport sport ;; esac
    case $direction in out | both) rules leaving oifname daddr sport dport ;; esac
}

there() {
    tables=$(nft list tables inet)
    printf '%s\n' "$tables" | grep -qxF "table inet $table"
}

dropped() {
    nft list table inet "$table" | sed -n 's/.* counter packets \([0-9]*\) .*/\1/p' | awk '{ n += $1 } END { print n + 0 }'
}

# Prints the peers that take or refuse a connection, and to descriptor 3 those of whom nothing is heard.
try_peers() {
    tries=
    for peer; do
        {
            answer=$(socat -u OPEN:/dev/null "TCP:$(address_of "$peer"):$between,connect-timeout=$patience" 2>&1 || :)
            case $answer in
                *"timed out"*) echo "silent $peer" ;;
                *) echo "heard $peer" ;;
            esac
        } &
        tries="$tries $!"
    done
    for try in $tries; do wait "$try"; done
}

named() {
    printf '%s\n' "$outcomes" | sed -n "s/^$1 //p" | sort | tr '\n' ' ' | sed 's/ $//; s/ /, /g'
}

case $verb in
    drop)
        peers=$(list_of_peers "$@")
        transaction | nft -f -
        echo "$name: table inet $table drops packets ($side, $direction)"
        ;;
    blocked)
        if ! there; then
            echo "$name: there is no table inet $table"
            exit 1
        fi
        seen=
        if [ "$side" != clients ]; then
            patience=0.4
            outcomes=$(try_peers "$@")
            heard=$(named heard)
            if [ -n "$heard" ]; then
                echo "$name: can still be connected with $heard on port $between"
                exit 1
            fi
            seen="no connection to $(named silent) on port $between, "
        fi
        packets=$(dropped)
        if [ "$packets" = 0 ]; then
            echo "$name: nothing was dropped yet"
            exit 1
        fi
        echo "$name: ${seen}$packets packets dropped"
        ;;
    delete)
        if ! there; then
            echo "$name: no table inet $table, nothing to delete"
            exit 0
        fi
        nft delete table inet "$table"
        echo "$name: table inet $table deleted"
        ;;
    open)
        if there; then
            echo "$name: table inet $table is there, $(dropped) packets dropped"
            exit 1
        fi
        path=
        if [ "$side" != clients ]; then
            patience=1
            outcomes=$(try_peers "$@")
            # One is enough: the others may be shut off by filters of their own, which heal later.
            if [ -z "$(named heard)" ]; then
                echo "$name: no filter, but no connection to $(named silent) on port $between"
                exit 1
            fi
            path=", a peer is reached on port $between"
        fi
        state=$(sh "$lab/$script" answers "$name") || { echo "$state" && exit 1; }
        echo "$state, no filter$path"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
