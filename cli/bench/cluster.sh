#!/bin/sh
# What becomes of a K3s cluster when things go wrong with Muster in the middle of a drill: it is killed at every step, a node reboots, its
# way to the nodes is cut, two operators start at once. A real cluster is harmed; it must be there for nothing else.
#
#   cluster.sh --kubeconfig FILE --context NAME --ssh CONFIG [--cuts N] [--only PART] [--results FILE]
#
#   --cuts N         how many times Muster is killed; 22 if not given: each of 11 steps of two faults
#   --only PART      cuts, reboot, way or race
#   --results FILE   one line for each turn is appended to it
#
# Judged on the nodes, by ssh and systemd's own words, without Muster. Ends with 1 if anything was left.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
. "$here/proof/site.sh"
cuts=22 only='' results=/dev/null
read_flags "cuts only results" "$@"
. "$here/proof/node-k3s.sh"
begin_site cluster
"$muster" site allow drilled >/dev/null || exit 3

# write_drill FAULT TARGET LENGTH
write_drill() {
    cat >"$folder/cut.yaml" <<END
title: A server is harmed, and Muster with it
believes: The node heals by itself.
teaches: [healing]
store: etcd
workload: {clients: 9, rate: 50/s, keys: 16, reads: 50%, deadline: 1s}
timeline:
  - steady: 1s
  - inject: {fault: $1, target: $2, for: $3}
expect:
  - lost-writes: 0
runbook: {symptom: none, first: none, decide: none, verify: none}
END
}

begin() {
    rm -rf "$MUSTER_STATE_HOME/runs"
    "$muster" run "$folder/cut.yaml" --site drilled --confirm drilled >"$folder/out" 2>&1 </dev/null &
    java=$!
}

# tell WHAT OUTCOME DETAIL
tell() {
    printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$results"
    echo "$1: $2${3:+ ($3)}"
    case $2 in healed | reported | nothing | refused) ;; *) failed=1 ;; esac
}
failed=0

# reported_and_healed: what is in the ledger is refused by name at the next start, and heal undoes it.
reported_and_healed() {
    if [ -z "$(open_in_ledger)" ]; then
        outcome=nothing
        [ -z "$(open_on_nodes)" ] || outcome=unreported
        "$muster" heal >"$folder/heal" 2>&1 || { outcome=left && detail=$(tr '\n' ' ' <"$folder/heal"); }
        return
    fi
    "$muster" run "$folder/cut.yaml" --site drilled >"$folder/next" 2>&1 </dev/null
    code=$?
    if [ "$code" != 4 ] || ! grep -q 'left something unhealed' "$folder/next"; then
        outcome=unreported detail="the next start ended with $code"
        return
    fi
    "$muster" heal >"$folder/heal" 2>&1 || { outcome=left && detail=$(tr '\n' ' ' <"$folder/heal") && return; }
    outcome=reported
}

settle() {
    well_within 60 && return 0
    outcome=left detail=$wrong
    "$muster" heal >/dev/null 2>&1
    return 1
}

cut_once() {
    write_drill "$1" leader 1s
    begin
    if ! await_event "$2"; then
        wait "$java" 2>/dev/null
        outcome=uncut detail="ended with $? before: $(grep '^muster: ' "$folder/out" | head -n 1)"
        return
    fi
    kill -KILL "$java"
    wait "$java" 2>/dev/null
    detail=''
    if [ "$3" = deadline ]; then
        if ! well_within 75; then
            outcome=left detail=$wrong
            return
        fi
        reported_and_healed
        [ "$outcome" != reported ] || outcome=healed
    else
        # A command that was under way when Muster died still comes to its end on the node.
        sleep 1
        reported_and_healed
    fi
    settle || :
}

cuts_part() {
    steps='lock-taken fault-intended fault-armed fault-injected fault-bit fault-healing fault-healed node-clean fault-disarmed fault-struck lock-released'
    turn=0
    while [ "$turn" -lt "$cuts" ]; do
        # shellcheck disable=SC2086 # the words are to be split
        set -- $steps
        shift $((turn / 2 % 11))
        step=$1
        fault='kill'
        [ $((turn % 2)) = 0 ] || fault='{isolate: {from: both}}'
        mode=next
        [ $((turn % 5)) != 3 ] || mode=deadline
        turn=$((turn + 1))
        cut_once "$fault" "$step" "$mode"
        tell "$turn: killed after $step, $(echo "$fault" | tr -d '{}:'), $mode" "$outcome" "$detail"
    done
}

# The node reboots while it is harmed, and Muster is gone: what runs at boot heals at once.
reboot_part() {
    for fault in kill '{isolate: {from: peers}}' pause; do
        write_drill "$fault" follower 30s
        begin
        await_event fault-bit || { tell "reboot in the middle of $fault" left "the drill ended: $(tail -n 3 "$folder/out" | tr '\n' ' ')" && continue; }
        hit=$(sed -n 's/.*"is":"fault-intended".*"node":"\([^"]*\)".*/\1/p' "$(journal)" | head -n 1)
        kill -KILL "$java"
        wait "$java" 2>/dev/null
        on_node "$hit" 'systemctl reboot' >/dev/null 2>&1
        sleep 10
        outcome=healed detail=''
        well_within 120 || { outcome=left && detail=$wrong; }
        [ "$outcome" = left ] || reported_and_healed
        [ "$outcome" != reported ] || outcome=healed
        tell "reboot of $hit in the middle of $(echo "$fault" | tr -d '{}:')" "$outcome" "$detail"
    done
}

# The way by ssh is cut between Muster and the node that is harmed: the node heals at its deadline, and Muster says what it could not see.
way_part() {
    write_drill kill follower 3s
    begin
    await_event fault-bit || { tell 'way cut' left "the drill ended: $(tail -n 3 "$folder/out" | tr '\n' ' ')" && return; }
    hit=$(sed -n 's/.*"is":"fault-intended".*"node":"\([^"]*\)".*/\1/p' "$(journal)" | head -n 1)
    # For 100 s nobody is let in by ssh; what stands is ended as well. Then the node lets go by itself.
    on_node "$hit" "systemd-run --quiet --unit=way-cut sh -c 'nft \"add table inet way_cut; add chain inet way_cut in { type filter hook input priority -20 ; }; add rule inet way_cut in tcp dport 22 drop\"; sleep 100; nft delete table inet way_cut'"
    wait "$java"
    code=$?
    outcome=reported detail="the drill ended with $code"
    [ "$code" = 4 ] || { outcome=unreported && detail="the drill ended with $code although its node could not be asked"; }
    sleep 60
    well_within 120 || { outcome=left && detail=$wrong; }
    "$muster" heal >"$folder/heal" 2>&1 || { outcome=left && detail=$(tr '\n' ' ' <"$folder/heal"); }
    tell "ssh to $hit cut in the middle of kill" "$outcome" "$detail"
}

# Two operators with state directories of their own start at once: only the lock on the nodes is between them.
race_part() {
    for round in 1 2 3; do
        write_drill kill leader 2s
        cp -r "$folder/state/sites" "$folder/sites" 2>/dev/null
        mkdir -p "$folder/other" && cp -r "$folder/state/sites" "$folder/other/"
        begin
        one=$java
        MUSTER_STATE_HOME="$folder/other" "$muster" run "$folder/cut.yaml" --site drilled >"$folder/out2" 2>&1 </dev/null
        second=$?
        wait "$one"
        first=$?
        outcome=left detail="ended with $first and $second"
        case "$first $second" in
            [012]' 3' | '3 '[012])
                cat "$folder/out" "$folder/out2" | tr -s '\n ' ' ' | grep -q 'another drill runs here\|still open here' && outcome=refused
                ;;
            '3 3') outcome=refused ;;
        esac
        settle || :
        tell "two operators at once, round $round" "$outcome" "$detail"
    done
}

case $only in
    '') cuts_part && reboot_part && way_part && race_part ;;
    cuts) cuts_part ;;
    reboot) reboot_part ;;
    way) way_part ;;
    race) race_part ;;
    *) echo "cluster.sh: no such part: $only" >&2 && exit 64 ;;
esac
exit "$failed"
