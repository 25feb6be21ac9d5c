#!/bin/sh
# Kills Muster with SIGKILL in the middle of drills, at random steps, and looks afterwards whether the node healed by itself by its
# deadline and whether the next start reports exactly what was left: soak.sh [CUTS [FAULT...]]
#
# Prints one line for each cut, and at the end a table of fault, step and outcome.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
muster=$here/../../muster
cuts=${1:-6}
[ "$#" -eq 0 ] || shift
fault='' step=''
scratch=$(mktemp -d "${TMPDIR:-/tmp}/muster soak.XXXXXX") || exit 1
export MUSTER_STATE_HOME="$scratch/state"
trap '"$muster" lab down >/dev/null 2>&1; rm -rf "$scratch"' EXIT
trap 'exit 143' TERM INT HUP

steps="fault-intended fault-armed fault-injected fault-bit fault-healing fault-healed node-clean fault-disarmed fault-struck"

# The windows are cut short, so that the deadline is the margin of 30 s and little more.
write_drill() {
    cat >"$scratch/cut-$1.yaml" <<END
title: A member is lost, and Muster with it
believes: The node heals by itself.
teaches: [healing]
store: etcd
workload: {clients: 9, rate: 200/s, keys: 16, reads: 50%, deadline: 1s}
timeline:
  - steady: 1s
  - inject: {fault: $1, target: leader, for: 1s}
expect:
  - lost-writes: 0
runbook: {symptom: none, first: none, decide: none, verify: none}
END
}

random() {
    od -An -N2 -tu2 /dev/urandom | tr -d ' '
}

journal() {
    set -- "$MUSTER_STATE_HOME/runs/cut-$fault"/2*/journal.jsonl
    for last; do :; done
    echo "$last"
}

# The JVM itself, not the launcher: a child of the launcher whose arguments name our main class and this state directory's drill.
java_of() {
    for entry in /proc/[0-9]*/cmdline; do
        if tr '\0' '\n' <"$entry" 2>/dev/null | grep -Fxq "$scratch/cut-$fault.yaml" &&
            tr '\0' '\n' <"$entry" 2>/dev/null | grep -q 'bin/java$'; then
            entry=${entry%/cmdline}
            echo "${entry##*/}"
            return 0
        fi
    done
    return 1
}

cut() {
    rm -rf "$MUSTER_STATE_HOME/runs"
    "$muster" run "$scratch/cut-$fault.yaml" >"$scratch/out" 2>&1 </dev/null &
    launcher=$!
    java='' killed=no
    rounds=1200
    while [ "$rounds" -gt 0 ]; do
        rounds=$((rounds - 1))
        if [ -z "$java" ]; then
            # Looked for early, so that the kill follows the step at once.
            [ ! -e "$(journal)" ] || java=$(java_of)
        elif grep -q "\"is\":\"$step\"" "$(journal)" 2>/dev/null; then
            kill -KILL "$java" 2>/dev/null && killed=yes
            break
        fi
        kill -0 "$launcher" 2>/dev/null || break
        sleep 0.005
    done
    wait "$launcher" 2>/dev/null
    if [ "$killed" = no ]; then
        outcome="not cut: $(grep -m 1 '^muster: ' "$scratch/out")"
        return
    fi
    # What the ledger says and what the next start says must agree.
    "$muster" heal --dry-run >"$scratch/open" 2>/dev/null
    open=$(grep -c '^open: ' "$scratch/open")
    "$muster" run "$scratch/cut-$fault.yaml" >"$scratch/next" 2>&1 </dev/null
    refused=$?
    reported=no
    if [ "$open" -gt 0 ] && [ "$refused" = 4 ] && grep -q "$fault of" "$scratch/next"; then
        reported=yes
    elif [ "$open" = 0 ] && [ "$refused" != 4 ]; then
        reported=yes
    fi
    # The deadline: what the drill needs and 30 s. Nobody asks for the heal.
    healed=no
    rounds=45
    while [ "$rounds" -gt 0 ]; do
        if "$muster" lab status -o json | grep -c '"running" : true' | grep -qx 3; then
            healed=yes
            break
        fi
        rounds=$((rounds - 1))
        sleep 1
    done
    "$muster" heal >"$scratch/heal" 2>&1
    left=$?
    "$muster" heal --dry-run >/dev/null 2>&1 || left=4
    outcome="reported=$reported healed=$healed left=$left"
}

"$muster" lab up >/dev/null 2>&1 || exit 3
: >"$scratch/table"
[ "$#" -gt 0 ] || set -- kill stop
number=0
while [ "$number" -lt "$cuts" ]; do
    number=$((number + 1))
    pick=$(($(random) % $#))
    eval "fault=\${$((pick + 1))}"
    pick=$(($(random) % 9 + 1))
    # shellcheck disable=SC2086 # the steps are to be split
    step=$(printf '%s\n' $steps | sed -n "${pick}p")
    write_drill "$fault"
    cut
    # The lock of a killed drill falls with its lease.
    sleep 16
    echo "$number: $fault, $step: $outcome"
    echo "$fault $step: $outcome" >>"$scratch/table"
done
echo
echo "cuts, fault and step: outcome"
sort "$scratch/table" | uniq -c
! grep -q 'not cut\|reported=no\|healed=no\|left=[1-9]' "$scratch/table"
