# Sourced by soak.sh, signals.sh, races.sh and failovers.sh: labs of their own, worked on at the same time. The sourcing script sets cuts (how many
# turns), labs (how many at the same time), results (one line for each turn, or empty) and, for a lab of another shape than the usual one,
# lab_shape (flags of "lab up"), and defines take_turn, which works in
# "$folder" with the state directory "$folder/state" and prints its line through result.

. "$here/proof/chance.sh"

scratch=$(mktemp -d "${TMPDIR:-/tmp}/muster ${0##*/}.XXXXXX") || exit 1
[ -n "$results" ] || results="$scratch/results"
: >>"$results" || exit 1
results=$(readlink -f -- "$results")
before=$(wc -l <"$results")
workers=''
finish_workers() {
    for worker in $workers; do kill "$worker" 2>/dev/null; done
    workers=''
    wait
}
finish() {
    trap '' TERM INT HUP
    finish_workers
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
trap 'exit 129' HUP

echo 0 >"$scratch/turn"
# next_turn: sets turn to the number of the next one; fails when there were enough.
next_turn() {
    exec 8>"$scratch/turn.lock"
    flock 8
    turn=$(($(cat "$scratch/turn") + 1))
    [ "$turn" -gt "$cuts" ] || echo "$turn" >"$scratch/turn"
    exec 8>&-
    [ "$turn" -le "$cuts" ]
}

# One lab, turn after turn.
work() {
    trap '"$muster" lab down >/dev/null 2>&1' EXIT
    trap 'exit 143' TERM
    while [ ! -e "$scratch/up" ]; do sleep 0.2; done
    while next_turn; do take_turn; done
}

# result WORD...: one line of the results, with tabs between the words.
result() {
    line=$1
    shift
    for word; do line="$line	$word"; done
    echo "$line" >>"$results"
}

# anew: after something was left, which would be blamed on the next turn as well. What it left is kept beside the results.
anew() {
    mkdir -p "$results.kept"
    tar -C "$folder" --exclude=disk --exclude='kept-*' --exclude=lab.templates -czf "$results.kept/$turn.tar.gz" . 2>/dev/null
    "$muster" lab down >/dev/null 2>&1
    rm -rf "$folder/state"
    # shellcheck disable=SC2086 # the words are to be split
    "$muster" lab up ${lab_shape:-} >"$folder/up" 2>&1 || { cat "$folder/up" && exit 3; }
}

# Two labs that look for free ports at the same time may both find the usual ones free. Those are held, so that each takes any.
work_on_labs() {
    socat TCP-LISTEN:23791,bind=127.0.0.1,fork /dev/null >/dev/null 2>&1 &
    workers=$!
    socat TCP-LISTEN:25431,bind=127.0.0.1,fork /dev/null >/dev/null 2>&1 &
    workers="$workers $!"
    number=0
    while [ "$number" -lt "$labs" ]; do
        number=$((number + 1))
        folder="$scratch/lab $number"
        mkdir -p "$folder"
        export MUSTER_STATE_HOME="$folder/state"
        # shellcheck disable=SC2086 # the words are to be split
        "$muster" lab up ${lab_shape:-} >"$scratch/up.log" 2>&1 || { cat "$scratch/up.log" >&2 && exit 3; }
        work &
        workers="$workers $!"
    done
    : >"$scratch/up"
    # shellcheck disable=SC2086 # the numbers are to be split
    wait ${workers#* * }
    finish_workers
    tail -n +$((before + 1)) "$results" >"$scratch/these"
}
