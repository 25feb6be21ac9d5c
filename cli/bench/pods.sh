#!/bin/sh
# What becomes of PostgreSQL in pods when Muster is killed (SIGKILL) at every step of a failover drill. A real cluster is harmed.
#
#   pods.sh --kubeconfig FILE --context NAME --ssh CONFIG [--cuts N] [--first N] [--lock FILE] [--results FILE]
#
#   --cuts N         how many times; 13 if not given: once at each step
#   --first N        the step to begin with
#   --lock FILE      is held (flock) during each turn, where others use the cluster too
#   --results FILE   one line for each turn is appended to it
#
# Judged in the pods and on the nodes, by the servers' own script and systemd, without Muster. Ends with 1 if anything was left, or an
# acknowledged write is neither on the primary nor in a copy that was kept.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
. "$here/proof/site.sh"
cuts=13 first=1 lock=/dev/null results=/dev/null
read_flags "cuts first lock results" "$@"
. "$here/proof/node-k3s.sh"
. "$here/proof/pods.sh"
begin_site pods
"$muster" site allow drilled >/dev/null || exit 3
cat >"$folder/cut.yaml" <<'END'
title: The primary dies, and Muster with it
believes: The node heals by itself, and never makes a second primary.
teaches: [healing]
store: postgres
workload: {clients: 4, rate: 40/s, keys: 16, reads: 50%, deadline: 1s}
timeline:
  - steady: 1s
  - inject:
      fault: kill
      target: primary
      for: 12s
      steps:
        - act: {do: promote, target: standby, within: 10s}
expect:
  - losses-salvaged
runbook: {symptom: none, first: none, decide: none, verify: none}
END

# One turn: killed after STEP, healed by the next Muster or by the node's own deadline.
turn() {
    step=$1 mode=$2
    rm -rf "$MUSTER_STATE_HOME/runs"
    "$muster" run "$folder/cut.yaml" --site drilled --confirm drilled >"$folder/out" 2>&1 </dev/null &
    java=$!
    if ! await_event "$step"; then
        wait "$java" 2>/dev/null
        tell uncut "ended with $? before: $(grep '^muster: ' "$folder/out" | head -n 1)"
        return
    fi
    kill -KILL "$java"
    wait "$java" 2>/dev/null
    # A command that was under way when Muster died still comes to its end on the node.
    sleep 1
    if [ "$mode" = deadline ]; then
        pods_well_within 100 || { tell left "$wrong" && return; }
    fi
    acknowledged "${file%/*}" >"$folder/acknowledged"
    if [ "$mode" = next ] && [ -n "$(open_in_ledger)" ]; then
        # The rows are looked for before Muster clears away what the run wrote.
        "$muster" heal --dry-run >"$folder/heal" 2>&1
        [ $? = 4 ] || { tell unreported "$(tr '\n' ' ' <"$folder/heal")" && return; }
    fi
    missing=''
    finding='all there'
    if grep -q '"is":"workload-removed"' "$file"; then
        finding='read back and cleared away before'
    else
        missing=$(missing_of "$folder/acknowledged" "${file%/*}")
    fi
    "$muster" heal >"$folder/heal" 2>&1 || { tell left "$(tr '\n' ' ' <"$folder/heal")" && return; }
    pods_well_within 60 || { tell left "$wrong" && return; }
    [ -z "$(open_on_nodes)" ] || { tell left "$(open_on_nodes | tr '\n' ' ')" && return; }
    if [ -n "$missing" ]; then
        tell lost "$missing"
    else
        tell healed "$(wc -l <"$folder/acknowledged") acknowledged writes, $finding"
    fi
}

tell() {
    line="killed after $step, $mode: $1${2:+ ($2)}"
    echo "$line" | tee -a "$results"
    [ "$1" = healed ] || failed=1
}

failed=0
steps='lock-taken fault-intended fault-armed fault-injected fault-bit act-began act-done fault-healing fault-healed node-clean fault-disarmed fault-struck lock-released'
number=0
for step in $steps; do
    number=$((number + 1))
    if [ "$number" -lt "$first" ] || [ "$number" -ge $((first + cuts)) ]; then continue; fi
    mode=next
    [ $((number % 3)) != 0 ] || mode=deadline
    exec 9>>"$lock"
    flock 9
    turn "$step" "$mode"
    exec 9>&-
done
exit "$failed"
