#!/bin/sh
# Starts two drills at the same time on one lab, and looks whether two injections were ever open together:
# races.sh [--times N] [--labs N] [--results FILE]
#
# The two want the same member or different ones, and run from one state directory or from two that share the lab: then nothing but
# the lock on the nodes is between them. Judged by both journals and by what the nodes hold armed, which is looked at all the time.
# Ends with 1 if two were open together, something was left, or a drill ended as it should not.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
muster=$here/../../muster
cuts=20 labs=2 results=''
while [ "$#" -gt 0 ]; do
    case $1 in
        --times) cuts=$2 ;;
        --labs) labs=$2 ;;
        --results) results=$2 ;;
        *) echo "usage: races.sh [--times N] [--labs N] [--results FILE]" >&2 && exit 64 ;;
    esac
    shift 2
done
store=etcd
. "$here/proof/labs.sh"
. "$here/proof/drills-etcd.sh"
. "$here/proof/drills.sh"
. "$here/proof/node.sh"

# racer NAME TARGET STATE: one of the two drills, in the background; its exit code goes to a file.
racer() {
    pick kill stop pause
    fault_words=$picked target=$2
    write_drill "$folder/race-$1.yaml"
    offset=$(below 150)
    (
        milliseconds "$offset"
        MUSTER_STATE_HOME=$3 "$muster" run "$folder/race-$1.yaml" --confirm lab >"$folder/$1.out" 2>&1 </dev/null
        echo $? >"$folder/$1.ended"
    ) &
}

# Which runs have something armed on any node, each time that more than one has.
watch_nodes() {
    while [ ! -e "$folder/watched" ]; do
        armed=$(echo "$folder/state/lab"/m*/guard/harms/race-* | tr ' ' '\n' | sed -n 's/.*\/\(race-[ab]_.*\)-[0-9]*$/\1/p' | sort -u)
        [ "$(echo "$armed" | grep -c .)" -lt 2 ] || echo "$armed" | tr '\n' ' ' >>"$folder/together"
        sleep 0.05
    done
}

# times_open NAME: when the first harm of a run was armed and the last node was clean, by the wall clock, in digits that compare.
times_open() {
    cat "$folder"/state*/runs/race-"$1"/2*/journal.jsonl 2>/dev/null |
        sed -n 's/.*"wall":"\([^"]*\)Z","event":{"is":"\(fault-armed\|node-clean\)".*/\1 \2/p' | awk '
        { split($1, part, "."); at = part[1] "." substr(part[2] "000000000", 1, 9) }
        $2 == "fault-armed" && from == "" { from = at }
        $2 == "node-clean" { until = at }
        END { if (from != "") print from, until }'
}

take_turn() {
    pick same disjoint
    targets=$picked
    pick one two
    states=$picked
    other="$folder/state"
    if [ "$states" = two ]; then
        other="$folder/state of another"
        mkdir -p "$other"
        ln -sfn "$folder/state/lab" "$other/lab"
    fi
    rm -rf "$folder"/state*/runs "$folder"/*.ended "$folder/together" "$folder/watched"
    watch_nodes &
    watcher=$!
    racer a leader "$folder/state"
    first=$!
    racer b "$([ "$targets" = same ] && echo leader || echo follower)" "$other"
    wait "$first" "$!"
    : >"$folder/watched"
    wait "$watcher"
    judge
    result "$targets" "$states" "$outcome" "$detail"
    echo "$turn: $targets targets, state directories: $states: $outcome${detail:+ ($detail)}"
    case $outcome in
        one* | both* | neither*) ;;
        *) anew ;;
    esac
}

judge() {
    codes="$(cat "$folder/a.ended") $(cat "$folder/b.ended")"
    one=$(times_open a) two=$(times_open b)
    detail=''
    case $codes in
        [012]' 3' | '3 '[012]) outcome='one ran' ;;
        [012]' '[012]) outcome='both ran, one after the other' ;;
        '3 3')
            # One was refused by the other, which could not start: a busy machine's members may be slow to answer.
            outcome='neither ran'
            ;;
        *)
            outcome="ended with $codes"
            detail=$(cat "$folder/a.out" "$folder/b.out" | grep -A 2 '^muster: ' | tr -s '\n ' ' ')
            ;;
    esac
    case $codes in
        *3*) cat "$folder/a.out" "$folder/b.out" | tr -s '\n ' ' ' | grep -q 'another drill runs\|still open here\|a drill begins with a' || outcome="refused without a reason" ;;
    esac
    if [ -s "$folder/together" ]; then
        outcome='TOGETHER on the nodes' detail=$(head -n 1 "$folder/together")
    elif [ -n "$one" ] && [ -n "$two" ] && overlap "$one" "$two"; then
        outcome='TOGETHER in the journals' detail="$one; $two"
    elif ! well_within 10; then
        outcome=left detail=$wrong
    fi
}

# overlap "FROM UNTIL" "FROM UNTIL"
overlap() {
    printf '%s %s\n' "$1" "$2" | awk '{ exit !($1 "" < $4 "" && $3 "" < $2 "") }'
}

work_on_labs
echo
echo "races: targets, state directories, outcome"
awk -F '\t' '{ print $1 ", " $2 ": " $3 }' "$scratch/these" | sort | uniq -c
! awk -F '\t' '$3 !~ /^(one|both|neither) ran/' "$scratch/these" | grep -q .
