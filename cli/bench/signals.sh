#!/bin/sh
# Presses Ctrl-C in a terminal, ends Muster with SIGTERM, or closes its terminal, at random moments of drills, and looks whether it
# heals and ends with the signal's exit code: signals.sh [--times N] [--labs N] [--results FILE]
#
# Each drill runs in a pseudo-terminal of its own (script(1)). Ctrl-C is the key, so that the whole foreground group gets it. In half
# of the drills the lab is up before; in the others the drill brings it up and must take it down. Ends with 1 if one was not healed or
# ended with another code.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
muster=$here/../../muster
cuts=20 labs=2 results=''
while [ "$#" -gt 0 ]; do
    case $1 in
        --times) cuts=$2 ;;
        --labs) labs=$2 ;;
        --results) results=$2 ;;
        *) echo "usage: signals.sh [--times N] [--labs N] [--results FILE]" >&2 && exit 64 ;;
    esac
    shift 2
done
in_turn=no faults='kill stop pause isolate cut'
store=etcd
. "$here/proof/labs.sh"
. "$here/proof/drills-etcd.sh"
. "$here/proof/drills.sh"
. "$here/proof/node.sh"

# in_terminal: runs the drill in a terminal of its own, whose keys are what is written to descriptor 6. The shell there outlives the
# signal, to tell how Muster ended; a program that it starts has the signal as it is by default.
in_terminal() {
    cat >"$folder/in-terminal" <<END
trap : INT HUP
sh -c 'echo \$\$ >"\$0"; exec "\$@"' '$folder/process' '$muster' run '$folder/cut-$fault.yaml' --confirm lab
echo \$? >'$folder/ended'
END
    rm -f "$folder/process" "$folder/ended" "$folder/keys"
    mkfifo "$folder/keys"
    # When the terminal is closed, its first shell dies, and the kernel tells the others in its group.
    # What a shell starts in the background is deaf to Ctrl-C, and all that it starts in turn.
    SHELL=/bin/sh env --default-signal=INT,QUIT,HUP script -qec "sh '$folder/in-terminal'; true" /dev/null <"$folder/keys" >"$folder/out" 2>&1 &
    terminal=$!
    exec 6>"$folder/keys"
}

send() {
    case $signal in
        # If the terminal has gone meanwhile, the writer dies of it.
        INT) (printf '\003' >&6) ;;
        TERM) kill -TERM "$(cat "$folder/process")" ;;
        HUP) kill -KILL "$terminal" ;;
    esac 2>/dev/null
}

drill_ended() {
    [ -s "$folder/ended" ]
}

take_turn() {
    pick_drill
    pick INT INT INT TERM HUP
    signal=$picked
    pick up down
    lab=$picked
    [ "$lab" = up ] || "$muster" lab down >/dev/null 2>&1
    in_terminal
    rounds=100
    until [ -s "$folder/process" ] || [ "$rounds" = 0 ]; do rounds=$((rounds - 1)) && sleep 0.02; done
    # Counted from the start, or from the moment in which the lock is taken.
    pick start lock lock
    from=$picked
    moment=$(below 4000)
    [ "$from" = start ] || journal_there
    milliseconds "$moment"
    early=no
    drill_ended && early=yes
    send
    # A second one must not keep it from healing.
    pick no no no 300
    again=$picked
    [ "$again" = no ] || [ "$signal" = HUP ] || { milliseconds "$again" && send; }
    rounds=300
    until drill_ended || [ "$rounds" = 0 ]; do rounds=$((rounds - 1)) && sleep 0.2; done
    exec 6>&-
    wait "$terminal" 2>/dev/null
    code=$(cat "$folder/ended" 2>/dev/null)
    judge
    [ "$early" = no ] || outcome=over
    result "$signal" "$lab" "$step" "${code:-none}" "$outcome" "$fault" "$from $moment" "$again" "$detail"
    echo "$turn: $signal $moment ms after $from, $fault, lab $lab, $step: ended with ${code:-nothing}, $outcome${detail:+ ($detail)}"
    case $outcome in
        healed | over) ;;
        *) anew && return ;;
    esac
    [ "$lab" = up ] || "$muster" lab up >"$folder/up" 2>&1 || { cat "$folder/up" && exit 3; }
    rm -rf "$MUSTER_STATE_HOME/runs"
}

# A lab whose raising was interrupted ends by itself.
lab_gone() {
    rounds=50
    while [ -e "$folder/state/lab/enter" ] || [ -n "$(process_of m1)$(process_of m2)$(process_of m3)" ]; do
        rounds=$((rounds - 1))
        [ "$rounds" -gt 0 ] || return 1
        sleep 0.1
    done
}

# journal_there: waits until the drill has locked the site, or has ended.
journal_there() {
    rounds=600
    until cat "$MUSTER_STATE_HOME/runs/cut-$fault"/2*/journal.jsonl 2>/dev/null | grep -q . || drill_ended || [ "$rounds" = 0 ]; do
        rounds=$((rounds - 1))
        sleep 0.05
    done
}

# judge: sets step (the last event of the journal), outcome and detail.
judge() {
    step=$(cat "$MUSTER_STATE_HOME/runs/cut-$fault"/2*/journal.jsonl 2>/dev/null | sed -n 's/.*"event":{"is":"\([a-z-]*\)".*/\1/p' |
        grep -v 'interrupted\|hiccups\|read-back\|workload-removed\|lock-released\|ended' | tail -n 1)
    step=${step:-start}
    outcome=healed detail=''
    case $signal in INT) expected=130 ;; TERM) expected=143 ;; *) expected=129 ;; esac
    if [ "$code" != "$expected" ]; then
        # Once the timeline is over nothing is left to cancel: the drill has an outcome of its own.
        if ! grep -q '"is":"hiccups"' "$MUSTER_STATE_HOME/runs/cut-$fault"/2*/journal.jsonl 2>/dev/null ||
            grep -q '"is":"interrupted"' "$MUSTER_STATE_HOME/runs/cut-$fault"/2*/journal.jsonl; then
            outcome="ended with ${code:-nothing} instead of $expected"
            detail=$(tail -n 4 "$folder/out" | tr -s '\r\n\t ' ' ')
        fi
    fi
    if [ -n "$(open_in_ledger)" ]; then
        outcome=left detail=$(open_in_ledger)
    elif [ "$lab" = down ] && ! lab_gone; then
        outcome=left detail='the lab that the drill brought up'
    elif [ "$lab" = up ] && ! well_within 10; then
        outcome=left detail=$wrong
    fi
}

work_on_labs
echo
echo "drills, signal and outcome"
awk -F '\t' '{ print $1 ": " $5 }' "$scratch/these" | sort | uniq -c
! awk -F '\t' '$5 != "healed" && $5 != "over"' "$scratch/these" | grep -q .
