#!/bin/sh
# The loss of one etcd member's data, and its replacement by an empty one. It runs on the member's node and asks the other members
# through their JSON gateways; it needs a majority of them, and no Muster.
#
#   sh replace.sh lose NAME       SIGKILL, and its data folder is moved away
#   sh replace.sh lost NAME       exit 0 if that identity is gone: no process and no data, or another identity runs
#   sh replace.sh remove NAME     the lost identity leaves the cluster
#   sh replace.sh add NAME        an empty member takes its place, as a learner
#   sh replace.sh begin NAME      it is started without data, told that the cluster exists
#   sh replace.sh promote NAME    it becomes a voter as soon as it has caught up, and is defragmented
#   sh replace.sh replace NAME    these four, one after the other
#   sh replace.sh whole NAME      the same as far as it is not done, then the lost data is deleted
#   sh replace.sh votes NAME      exit 0 if it runs, is a voter with no want of space, and no lost data is left
#
# remove, add, begin, promote, replace and whole may be repeated; only one of them runs at a time. Prints what was done or seen.
set -eu
export LC_ALL=C
lab=$(cd "$(dirname "$0")" && pwd)
verb=$1
name=$2
. "$lab/settings"
data=$lab/$name/disk/data
lost=$lab/$name/disk/lost
address=$subnet.${name#m}
rounds=100

# ask MEMBER PATH BODY: the last line of the answer. The standard input stays open, because etcd's gateway gives up a
# call whose caller has shut its side.
ask() {
    printf 'POST /v3/%s HTTP/1.0\r\nContent-Length: %d\r\n\r\n%s' "$2" "${#3}" "$3" |
        socat -t 0.1 -T 6 STDIO,ignoreeof "TCP:$subnet.${1#m}:2379,connect-timeout=1" 2>&1 | tail -n 1
}

# The first of the other members that answers: its list of members, one a line.
list() {
    for survivor in $members; do
        [ "$survivor" != "$name" ] || continue
        answer=$(ask "$survivor" cluster/member/list '{}')
        case $answer in
            *'"members"'*)
                printf '%s\n' "$answer" | tr '{' '\n' | grep '"peerURLs"'
                return 0
                ;;
        esac
    done
    echo "$name: no other member lists the members: ${answer:-no answer}" >&2
    return 1
}

# Sets entry to the cluster's line for this member's address, and entry_id; both are empty if there is none.
look() {
    all=$(list) || return 1
    entry=$(printf '%s\n' "$all" | grep -F "\"http://$address:2380\"" || :)
    entry_id=$(printf '%s\n' "$entry" | sed -n 's/.*"ID":"\([0-9]*\)".*/\1/p')
}

# Asked of the others: any of them hands it on to the leader.
demand() {
    for survivor in $members; do
        [ "$survivor" != "$name" ] || continue
        answer=$(ask "$survivor" "$1" "$2")
        case $answer in
            *'"members"'*) return 0 ;;
        esac
    done
    return 1
}

again() {
    rounds=$((rounds - 1))
    if [ "$rounds" -le 0 ]; then
        echo "$name: $1: ${answer:-no answer}" >&2
        exit 1
    fi
    sleep 0.2
}

# The identity under which the member itself answers.
own_id() {
    ask "$name" maintenance/status '{}' | sed -n 's/.*"member_id":"\([0-9]*\)".*/\1/p'
}

lost_id() {
    cat "$lost/id"
}

hex() {
    printf '%x' "$1"
}

learner() {
    case $entry in
        *'"isLearner":true'*) return 0 ;;
        *) return 1 ;;
    esac
}

# What grep prints counts, not its status: that also tells of other processes that end while it reads.
runs() {
    [ -n "$(printf '%s\n' "--data-dir=$data" | grep -lzFx -f - /proc/[0-9]*/cmdline 2>/dev/null)" ]
}

kill_it() {
    ! runs || sh "$lab/member.sh" kill "$name" >/dev/null
    while runs; do sleep 0.02; done
}

# How many voters there are now and how many more may go.
arithmetic() {
    voters=$(printf '%s\n' "$all" | grep -vc '"isLearner":true' || :)
    needed=$((voters / 2 + 1))
    reachable=$voters
    case $entry in
        '' | *'"isLearner":true'*) ;;
        *) [ "$(own_id)" = "$entry_id" ] || reachable=$((voters - 1)) ;;
    esac
    echo "$reachable of $voters voters, quorum $needed, tolerates $((reachable - needed)) more"
}

require_lost() {
    if [ ! -d "$lost/data" ]; then
        echo "$name: its data was not lost: there is nothing to replace" >&2
        exit 1
    fi
}

remove() {
    until look && [ "$entry_id" != "$(lost_id)" ]; do
        kill_it
        demand cluster/member/remove "{\"ID\":\"$(lost_id)\"}" || again "it cannot be removed"
    done
    echo "$name: $(hex "$(lost_id)") is no member any more; $(arithmetic)"
}

add() {
    until look && [ -n "$entry" ]; do
        demand cluster/member/add "{\"peerURLs\":[\"http://$address:2380\"],\"isLearner\":true}" ||
            again "it cannot be added"
    done
    if learner; then
        echo "$name: $(hex "$entry_id") is a learner, without a vote; $(arithmetic)"
    else
        echo "$name: $(hex "$entry_id") is a voter already; $(arithmetic)"
    fi
}

begin() {
    until look && [ -n "$entry" ]; do again "the cluster does not know it"; done
    until [ "$(own_id)" = "$entry_id" ]; do
        if ! runs; then
            # One that never told its name has voted for nothing: what lies there is of no use to anybody.
            case $entry in *'"name":"'*) ;; *) rm -rf "$data" ;; esac
            echo existing >"$lab/$name/state"
            answer=$(sh "$lab/member.sh" start "$name" 2>&1 8>&-) || again "it does not start"
        else
            again "it does not answer as $(hex "$entry_id")"
            look || :
        fi
    done
    echo "$name: runs as $(hex "$entry_id"), fetching the cluster's data; $(arithmetic)"
}

# Whether it complains of want of space, by its own identity.
alarmed() {
    case $(ask "$name" maintenance/alarm '{"action":"GET"}') in
        *"\"memberID\":\"$entry_id\",\"alarm\":\"NOSPACE\""*) return 0 ;;
        *) return 1 ;;
    esac
}

# Who replays the cluster's log takes all the space that the others ever took, and what they gave back by defragmenting, which is not in the
# log, it keeps: its first write may be one too many for its quota, and its alarm stops them all. A learner cannot be defragmented.
shrink() {
    until answer=$(ask "$name" maintenance/defragment '{}') && [ "$answer" = '{}' ]; do
        again "it cannot be defragmented"
    done
    # A write that was refused before may raise the alarm just after.
    for _ in 1 2 3; do
        ! alarmed || ask "$name" maintenance/alarm \
            "{\"action\":\"DEACTIVATE\",\"memberID\":\"$entry_id\",\"alarm\":\"NOSPACE\"}" >/dev/null
        sleep 0.1
    done
}

promote() {
    until look && [ -n "$entry" ] && ! learner; do
        demand cluster/member/promote "{\"ID\":\"$entry_id\"}" || again "it cannot be promoted"
    done
    shrink
    echo "$name: $(hex "$entry_id") is a voter; $(arithmetic)"
}

# The drill's own act and the node's heal must not meet half way.
alone() {
    exec 8>"$lab/$name/replacing"
    flock -w 40 8 || { echo "$name: is being replaced by another" >&2 && exit 1; }
}

uptime() {
    read -r up _ </proc/uptime
    echo $((${up%.*} * 100 + 1${up#*.} - 100))
}

# Each with the time that it took: the centiseconds are shown as seconds.
all_steps() {
    for step in remove add begin promote; do
        from=$(uptime)
        said=$("$step") || exit 1
        took=$(($(uptime) - from))
        printf '%s (%s took %d.%02d s)\n' "$said" "$step" $((took / 100)) $((took % 100))
    done
}

case $verb in
    lose)
        id=$(own_id)
        if [ -z "$id" ] || [ -e "$lost" ]; then
            echo "$name: does not answer, or its data was lost before: nothing was done to it" >&2
            exit 1
        fi
        mkdir "$lost"
        echo "$id" >"$lost/id"
        kill_it
        mv "$data" "$lost/data"
        echo "$name: SIGKILL sent, the data of $(hex "$id") is gone"
        ;;
    lost)
        [ -d "$lost/data" ] || { echo "$name: has its data" && exit 1; }
        if sh "$lab/member.sh" gone "$name" >/dev/null && [ ! -e "$data" ]; then
            echo "$name: no process and no data folder, $address:2379 refuses connections"
            exit 0
        fi
        id=$(own_id)
        if [ "$id" = "$(lost_id)" ]; then
            echo "$name: answers as $(hex "$id") again"
            exit 1
        fi
        echo "$name: $(hex "$(lost_id)") stays lost${id:+, it runs as $(hex "$id")}"
        ;;
    remove | add | begin | promote)
        alone
        require_lost
        "$verb"
        ;;
    replace)
        alone
        require_lost
        all_steps
        ;;
    whole)
        alone
        if [ ! -d "$lost/data" ]; then
            sh "$lab/member.sh" start "$name" 8>&-
            rm -rf "$lost"
            exit 0
        fi
        all_steps
        rm -rf "$lost"
        ;;
    votes)
        if [ -e "$lost" ]; then
            echo "$name: its lost data is still there"
            exit 1
        fi
        if ! look || [ -z "$entry" ] || learner || [ "$(own_id)" != "$entry_id" ]; then
            echo "$name: does not run as a voter: ${entry:-not a member}"
            exit 1
        fi
        if alarmed; then
            echo "$name: runs as $(hex "$entry_id"), a voter, and complains of want of space"
            exit 1
        fi
        echo "$name: runs as $(hex "$entry_id"), a voter; $(arithmetic)"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
