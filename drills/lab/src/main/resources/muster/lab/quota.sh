#!/bin/sh
# Fills etcd's space quota through one member of the lab, and frees it again. It speaks to etcd's JSON gateway.
#
#   sh quota.sh fill NAME     writes big values until etcd refuses one for want of space
#   sh quota.sh full NAME     exit 0 if a small write is refused for want of space
#   sh quota.sh free NAME     deletes the big values, compacts, defragments every member, disarms the alarm
#   sh quota.sh spare NAME    exit 0 if no big value is left, no alarm is raised and a small write succeeds
#
# Prints what was done or seen.
set -eu
export LC_ALL=C
lab=$(cd "$(dirname "$0")" && pwd)
verb=$1
name=$2
. "$lab/settings"
. "$lab/gateway.sh"

workers=3
place=/muster/quota-full
begin=$(encode "$place/")
end=$(encode "${place}0")
probe=$(encode "$place/probe")

full='*space exceeded*'

# One value takes 1 MiB; a request must stay under etcd's 1.5 MiB.
fill() {
    number=$1
    failures=0
    while [ "$number" -le 1000 ]; do
        answer=$(ask "$name" kv/put "{\"key\":\"$(encode "$place/$number")\",\"value\":\"$value\"}")
        case $answer in
            $full) return 0 ;;
            *'"header"'*) number=$((number + workers)) ;;
            *)
                failures=$((failures + 1))
                [ "$failures" -lt 5 ] || { echo "$name: $answer" >&2 && return 1; }
                ;;
        esac
    done
    echo "$name: $number MiB were written, and etcd's quota of $quota_bytes bytes is not full" >&2
    return 1
}

# The identities of the members that complain of want of space.
alarmed() {
    ask "$name" maintenance/alarm '{"action":"GET"}' | tr '{' '\n' |
        sed -n 's/.*"memberID":"\([0-9]*\)", *"alarm":"NOSPACE".*/\1/p'
}

require() {
    case $2 in
        *'"error"'* | '' | *socat*)
            echo "$name: $1 failed: ${2:-no answer}" >&2
            exit 1
            ;;
    esac
}

case $verb in
    fill)
        value=$(zeros 1048576)
        running=
        for worker in $(seq "$workers"); do
            fill "$worker" &
            running="$running $!"
        done
        for worker in $running; do wait "$worker"; done
        echo "$name: etcd's quota of $quota_bytes bytes is full"
        ;;
    full)
        answer=$(ask "$name" kv/put "{\"key\":\"$probe\",\"value\":\"\"}")
        case $answer in
            $full) echo "$name: a write is refused: database space exceeded" ;;
            *)
                ask "$name" kv/deleterange "{\"key\":\"$probe\"}" >/dev/null
                echo "$name: a write is not refused for want of space: $answer"
                exit 1
                ;;
        esac
        ;;
    free)
        limit=20
        answer=$(ask "$name" kv/deleterange "{\"key\":\"$begin\",\"range_end\":\"$end\"}")
        require "deleting the big values" "$answer"
        deleted=$(number_of deleted "$answer")
        revision=$(number_of revision "$answer")
        size=$(number_of dbSize "$(ask "$name" maintenance/status '{}')")
        if [ -z "$deleted" ] && [ -z "$(alarmed)" ] && [ "${size:-0}" -lt $((quota_bytes / 2)) ]; then
            echo "$name: no big value and no alarm, nothing to free"
            exit 0
        fi
        answer=$(ask "$name" kv/compaction "{\"revision\":\"$revision\",\"physical\":true}")
        case $answer in
            *'has been compacted'*) ;;
            *) require "compacting" "$answer" ;;
        esac
        for member in $members; do
            require "defragmenting $member" "$(ask "$member" maintenance/defragment '{}')"
        done
        for id in $(alarmed); do
            require "disarming" "$(ask "$name" maintenance/alarm \
                "{\"action\":\"DEACTIVATE\",\"memberID\":\"$id\",\"alarm\":\"NOSPACE\"}")"
        done
        echo "$name: ${deleted:-0} big values deleted, compacted, defragmented, alarm disarmed"
        ;;
    spare)
        left=$(number_of count "$(ask "$name" kv/range "{\"key\":\"$begin\",\"range_end\":\"$end\",\"count_only\":true}")")
        if [ -n "$left" ]; then
            echo "$name: $left keys are left under $place/"
            exit 1
        fi
        if [ -n "$(alarmed)" ]; then
            echo "$name: the alarm NOSPACE is raised"
            exit 1
        fi
        answer=$(ask "$name" kv/put "{\"key\":\"$probe\",\"value\":\"\"}")
        case $answer in
            *'"header"'*) ;;
            *)
                echo "$name: a write fails: ${answer:-no answer}"
                exit 1
                ;;
        esac
        require "deleting the probe" "$(ask "$name" kv/deleterange "{\"key\":\"$probe\"}")"
        echo "$name: a write succeeds, no alarm is raised"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
