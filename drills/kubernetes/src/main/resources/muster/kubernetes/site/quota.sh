#!/bin/sh
# Fills the space quota of a K3s cluster's etcd through the member of this node, and frees it again. K3s gives etcd's JSON gateway a port of
# the loopback; the other members are asked to defragment by gRPC, where clients reach them. Needs curl, which must speak HTTP/2.
#
#   sh quota.sh check NODE DATA PEER...   exit 0 if it could be filled within seconds; else why not
#   sh quota.sh fill NODE DATA PEER...    writes big values until etcd refuses one for want of space
#   sh quota.sh full NODE DATA PEER...    exit 0 if a small write is refused for want of space
#   sh quota.sh free NODE DATA PEER...    deletes the big values, compacts, defragments every member, disarms the alarm
#   sh quota.sh spare NODE DATA PEER...   exit 0 if no big value is left, no alarm is raised and a small write succeeds
#
# DATA is K3s's data directory, PEER the address of another member. Prints what was done or seen.
set -eu
export LC_ALL=C
verb=$1 node=$2 certificates=$3/server/tls/etcd
shift 3
limit=5
workers=3
most=$((200 << 20))

encode() {
    printf %s "$1" | base64 | tr -d '\n'
}

place=/muster/quota-full
begin=$(encode "$place/")
end=$(encode "${place}0")
probe=$(encode "$place/probe")

call() {
    curl --silent --show-error --max-time "$limit" --cacert "$certificates/server-ca.crt" \
        --cert "$certificates/client.crt" --key "$certificates/client.key" "$@" 2>&1
}

# ask PATH BODY: the answer of this node's member.
ask() {
    printf '%s' "$2" | call --data-binary @- "https://127.0.0.1:2382/v3/$1" || :
}

# defragment_peer ADDRESS: a call of gRPC with an empty message, whose status comes after the answer.
defragment_peer() {
    said=$(printf '\000\000\000\000\000' | call --http2 --dump-header - --output /dev/null --data-binary @- \
        --header 'content-type: application/grpc' --header 'te: trailers' \
        "https://$1:2379/etcdserverpb.Maintenance/Defragment" | tr -d '\r' | grep -i '^grpc-status\|^curl' || :)
    case $said in
        *'rpc-status: 0') ;;
        # One that is down defragments itself when it starts: K3s does that every time (k3s-io/k3s, pkg/etcd).
        'curl: (7)'*) echo "$node: the member at $1 is down" ;;
        *) echo "$node: the member at $1 was not defragmented: ${said:-no answer}" >&2 && exit 1 ;;
    esac
}

number_of() {
    printf '%s\n' "$2" | sed -n "s/.*\"$1\":\"\([0-9]*\)\".*/\1/p"
}

alarmed() {
    ask maintenance/alarm '{"action":"GET"}' | tr '{' '\n' | sed -n 's/.*"memberID":"\([0-9]*\)", *"alarm":"NOSPACE".*/\1/p'
}

require() {
    case $2 in
        *'"header"'* | '{}') ;;
        *) echo "$node: $1 failed: ${2:-no answer}" >&2 && exit 1 ;;
    esac
}

quota() {
    bash -c 'exec 3<>/dev/tcp/127.0.0.1/2381; printf "GET /metrics HTTP/1.0\r\n\r\n" >&3; cat <&3' 2>/dev/null |
        awk '$1 == "etcd_server_quota_backend_bytes" { printf "%.0f", $2 }'
}

# K3s ends when its controllers cannot renew their leases, 10 s after the last write (client-go's RenewDeadline), and systemd starts it again
# 5 s later: whoever frees the quota may meet a member that is on its way back.
await_member() {
    rounds=160
    until ask maintenance/status '{}' | grep -q '"header"'; do
        rounds=$((rounds - 1))
        [ "$rounds" -gt 0 ] || break
        sleep 0.25
    done
}

fill() {
    number=$1
    failures=0
    while [ "$number" -le 1000 ]; do
        answer=$(ask kv/put "{\"key\":\"$(encode "$place/$number")\",\"value\":\"$value\"}")
        case $answer in
            *'space exceeded'*) return 0 ;;
            *'"header"'*) number=$((number + workers)) ;;
            *)
                failures=$((failures + 1))
                [ "$failures" -lt 5 ] || { echo "$node: $answer" >&2 && return 1; }
                ;;
        esac
    done
    echo "$node: $number MiB were written, and etcd's quota is not full" >&2
    return 1
}

case $verb in
    check)
        command -v curl >/dev/null || { echo "curl is missing on $node" && exit 1; }
        curl --version | grep -q HTTP2 || { echo "the curl of $node speaks no HTTP/2" && exit 1; }
        bytes=$(quota)
        used=$(number_of dbSize "$(ask maintenance/status '{}')")
        if [ -z "$bytes" ] || [ -z "$used" ]; then
            echo "etcd on $node does not tell its quota"
            exit 1
        fi
        room=$((bytes - used))
        if [ "$room" -gt "$most" ]; then
            echo "etcd's quota has $((room >> 20)) MiB to spare, more than can be filled within seconds"
            exit 1
        fi
        ;;
    fill)
        # The letter A is base64's zero.
        value=$(head -c 1398104 /dev/zero | tr '\0' A)
        running=
        for worker in $(seq "$workers"); do
            fill "$worker" &
            running="$running $!"
        done
        for worker in $running; do wait "$worker"; done
        echo "$node: etcd's quota of $(quota) bytes is full"
        ;;
    full)
        answer=$(ask kv/put "{\"key\":\"$probe\",\"value\":\"\"}")
        case $answer in
            *'space exceeded'*) echo "$node: a write is refused: database space exceeded" ;;
            *)
                ask kv/deleterange "{\"key\":\"$probe\"}" >/dev/null
                echo "$node: a write is not refused for want of space: $answer"
                exit 1
                ;;
        esac
        ;;
    free)
        await_member
        limit=20
        answer=$(ask kv/deleterange "{\"key\":\"$begin\",\"range_end\":\"$end\"}")
        require "deleting the big values" "$answer"
        deleted=$(number_of deleted "$answer")
        revision=$(number_of revision "$answer")
        bytes=$(quota)
        size=$(number_of dbSize "$(ask maintenance/status '{}')")
        if [ -z "$deleted" ] && [ -z "$(alarmed)" ] && [ "${size:-0}" -lt $((${bytes:-0} / 4 * 3)) ]; then
            echo "$node: no big value and no alarm, nothing to free"
            exit 0
        fi
        answer=$(ask kv/compaction "{\"revision\":\"$revision\",\"physical\":true}")
        case $answer in
            *'has been compacted'*) ;;
            *) require "compacting" "$answer" ;;
        esac
        require "defragmenting" "$(ask maintenance/defragment '{}')"
        for peer; do defragment_peer "$peer"; done
        for id in $(alarmed); do
            require "disarming" "$(ask maintenance/alarm \
                "{\"action\":\"DEACTIVATE\",\"memberID\":\"$id\",\"alarm\":\"NOSPACE\"}")"
        done
        echo "$node: ${deleted:-0} big values deleted, compacted, every member defragmented, alarm disarmed"
        ;;
    spare)
        answer=$(ask kv/range "{\"key\":\"$begin\",\"range_end\":\"$end\",\"count_only\":true}")
        require "counting" "$answer"
        left=$(number_of count "$answer")
        if [ -n "$left" ]; then
            echo "$node: $left keys are left under $place/"
            exit 1
        fi
        if [ -n "$(alarmed)" ]; then
            echo "$node: the alarm NOSPACE is raised"
            exit 1
        fi
        require "a write" "$(ask kv/put "{\"key\":\"$probe\",\"value\":\"\"}")"
        require "deleting the probe" "$(ask kv/deleterange "{\"key\":\"$probe\"}")"
        echo "$node: a write succeeds, no alarm is raised"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
