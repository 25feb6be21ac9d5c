#!/bin/sh
# Packet filters of our own on one node, in the network namespace of the member that they hit.
#
#   sh filter.sh VERB NAME TABLE SIDE DIRECTION REACH BETWEEN SERVES PEER=ADDRESS...
#
#   VERB       drop      makes the table, in one transaction; fails if it is there already
#              blocked   exit 0 if connections that must fail do fail
#              delete    deletes the table and nothing else; does nothing if it is not there
#              open      exit 0 if the table is not there and connections that failed succeed
#   NAME       the member
#   SIDE       peers, clients or both; or all: whatever comes from another machine or goes to one, what is passed on to and from pods too,
#              but for the port of ssh by which this script is run
#   DIRECTION  in, out or both: which packets are dropped, seen from this node
#   REACH      any (whoever is at the other end) or named (the peers that follow, and nobody else)
#   BETWEEN    the port on which peers reach each other, and SERVES that on which clients are served; where it is one port, as in
#              PostgreSQL, peers are told from clients by their addresses
#   PEER       the members that are tried to prove it
#
# Rules of others are neither read nor changed: the table is made and deleted whole, by its name. The loopback is left
# alone, so that the node can still look after its own member. Prints what was done or seen.
set -eu
export LC_ALL=C
verb=$1 name=$2 table=$3 side=$4 direction=$5 reach=$6 between=$7 serves=$8
shift 8

list_of_peers() {
    separator=
    for peer; do
        printf '%s%s' "$separator" "${peer#*=}"
        separator=', '
    done
}

# rule CHAIN DEVICE END MATCH...: one rule; END is how the other side's address is called in this chain.
rule() {
    chain=$1 device=$2 end=$3
    shift 3
    shared=no
    [ "$between" != "$serves" ] || shared=yes
    case $reach,$side,$shared in
        named,*,* | any,peers,yes) whom="ip $end { $peers }" ;;
        any,clients,yes) whom="ip $end != { $peers }" ;;
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

# The devices by which the peers and everybody else are reached. What tunnels between pods send leaves by these too.
edges() {
    {
        for peer; do ip -o route get "${peer#*=}"; done
        ip -o route show default
        ip -o -6 route show default
    } 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | grep -vx lo | sort -u
}

# The port on which this node was entered. sudo takes the variable away from its children, and not from itself.
door() {
    process=$$
    while [ "${process:-0}" -gt 1 ]; do
        port=$(tr '\0' '\n' <"/proc/$process/environ" 2>/dev/null | sed -n 's/^SSH_CONNECTION=.* \([0-9]*\)$/\1/p')
        [ -z "$port" ] || break
        process=$(sed 's/^.*) [^ ]* \([0-9]*\) .*/\1/' "/proc/$process/stat" 2>/dev/null)
    done
    echo "$port"
}

whole_node() {
    port=$(door)
    if [ -z "$port" ]; then
        echo "$name: was not entered by ssh: nobody could look after it then" >&2
        return 1
    fi
    devices=$(edges "$@")
    if [ -z "$devices" ]; then
        echo "$name: no device leads to another machine" >&2
        return 1
    fi
    echo "create table inet $table"
    echo "add chain inet $table arriving { type filter hook input priority -10 ; policy accept ; }"
    echo "add chain inet $table leaving { type filter hook output priority -10 ; policy accept ; }"
    echo "add chain inet $table passing { type filter hook forward priority -10 ; policy accept ; }"
    for device in $devices; do
        echo "add rule inet $table arriving iifname \"$device\" tcp dport $port accept"
        echo "add rule inet $table arriving iifname \"$device\" counter drop"
        echo "add rule inet $table leaving oifname \"$device\" tcp sport $port accept"
        echo "add rule inet $table leaving oifname \"$device\" counter drop"
        echo "add rule inet $table passing iifname \"$device\" counter drop"
        echo "add rule inet $table passing oifname \"$device\" counter drop"
    done
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

# Tells the peers that take or refuse a connection from those of whom nothing is heard.
try_peers() {
    tries=
    for peer; do
        {
            said=0
            timeout "$patience" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "${peer#*=}" "$between" 2>/dev/null || said=$?
            if [ "$said" = 124 ]; then echo "silent ${peer%%=*}"; else echo "heard ${peer%%=*}"; fi
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
        case $side in
            all) rules=$(whole_node "$@") ;;
            *) rules=$(transaction) ;;
        esac
        printf '%s\n' "$rules" | nft -f -
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
        echo "$name: no filter$path"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
