#!/bin/sh
# Rehearses the way back from the loss of etcd's quorum on a K3s cluster of three servers, and to a snapshot. Two of three databases are
# DELETED, but for the drills; the cluster must be there for nothing else.
#
#   recover.sh --kubeconfig FILE --context NAME --ssh CONFIG [--only PART]
#
#   --only PART   permanent: two servers lose their disks, and Muster brings the cluster back
#                 cuts: the same, with Muster killed in the middle of every step
#                 snapshot: a snapshot is saved, written on, and gone back to
#                 refusals: what must be refused, each with the real cause
#                 lost: two servers that cannot be entered any more are given up
#                 drills: k3s-quorum-loss-permanent with Muster killed before, at and after the border behind which no old data comes back; drills-before, drills-at and drills-after are each one of these
#
# Judged by ConfigMaps that were written before, and by the servers' own words. Ends with 1 if anything is not as it should be.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
. "$here/proof/site.sh"
only=''
read_flags "only" "$@"
db=/var/lib/rancher/k3s/server/db
begin_site recover
first=${nodes%%
*}

on_node() { ssh -F "$ssh" -n "$@"; }
fail() { echo "$*" && exit 1; }
recover() { "$muster" recover etcd --site drilled "$@"; }
written() { on_node "$first" "k3s kubectl get configmap $1 -o name" 2>/dev/null | grep -q "configmap/$1"; }
write() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        on_node "$first" "k3s kubectl delete configmap $1 --ignore-not-found >/dev/null && k3s kubectl create configmap $1" >/dev/null 2>&1 && return 0
        sleep 3
    done
    fail "the ConfigMap $1 cannot be written"
}

wreck() {
    for node in $nodes; do
        [ "$node" = "$first" ] || on_node "$node" "systemctl kill -s KILL k3s 2>/dev/null; systemctl stop k3s; rm -rf $db/etcd" || exit 1
    done
}

# whole: all servers vote, and what was written before is there.
whole() {
    "$muster" status --site drilled >"$folder/status" 2>&1
    grep -q 'healthy, tolerates 1 more' "$folder/status" || { sleep 20 && "$muster" status --site drilled >"$folder/status" 2>&1; }
    grep -q 'healthy, tolerates 1 more' "$folder/status" || { cat "$folder/status" && fail "the cluster is not whole"; }
    written "$1" || fail "the ConfigMap $1 is gone"
    for node in $nodes; do
        left=$(on_node "$node" 'ls /var/lib/muster/recovery* /run/systemd/system/k3s.service.d/muster* 2>/dev/null')
        [ -z "$left" ] || fail "$node still has $left"
    done
}

permanent_part() {
    write kept-permanent
    recover --confirm drilled >"$folder/out" 2>&1 </dev/null
    code=$?
    if [ "$code" != 3 ] || ! grep -q 'has a majority' "$folder/out"; then
        cat "$folder/out"
        fail "a cluster with a majority was not refused ($code)"
    fi
    wreck
    recover --confirm drilled >"$folder/out" 2>&1 </dev/null
    code=$?
    tail -n 8 "$folder/out"
    [ "$code" = 0 ] || { cat "$folder/out" && fail "the recovery ended with $code"; }
    whole kept-permanent
    echo "permanent: two of three disks lost, and back"
}

cuts_part() {
    write kept-cuts
    wreck
    cuts=0
    while :; do
        : >"$folder/out"
        "$muster" recover etcd --site drilled --confirm drilled >"$folder/out" 2>&1 </dev/null &
        java=$!
        before=$(cat "$MUSTER_STATE_HOME"/recoveries/*/journal.jsonl 2>/dev/null | grep -c '"is":"done"')
        # In the middle of the first step that is not done yet: it was announced, and its end was not.
        while kill -0 "$java" 2>/dev/null; do
            [ "$(grep -c '^  [a-z]*  [^ ]*: ' "$folder/out")" = 0 ] || break
            sleep 0.05
        done
        sleep 0.4
        kill -KILL "$java" 2>/dev/null && cuts=$((cuts + 1))
        wait "$java" 2>/dev/null
        code=$?
        [ "$code" != 0 ] || break
        [ "$code" = 137 ] || { cat "$folder/out" && fail "after $cuts kills it ended with $code"; }
        # On the next turn it is let finish this one step, or a step that always is cut short would never be done.
        "$muster" recover etcd --site drilled --confirm drilled >"$folder/out" 2>&1 </dev/null &
        java=$!
        while kill -0 "$java" 2>/dev/null; do
            now=$(cat "$MUSTER_STATE_HOME"/recoveries/*/journal.jsonl 2>/dev/null | grep -c '"is":"done"')
            [ "$now" -le "$before" ] || break
            sleep 0.05
        done
        kill -KILL "$java" 2>/dev/null && cuts=$((cuts + 1))
        wait "$java" 2>/dev/null
        code=$?
        [ "$code" != 0 ] || break
        [ "$code" = 137 ] || { cat "$folder/out" && fail "after $cuts kills it ended with $code"; }
    done
    tail -n 8 "$folder/out"
    whole kept-cuts
    echo "cuts: killed $cuts times, and back"
}

snapshot_part() {
    write kept-snapshot
    on_node "$first" "k3s etcd-snapshot save --name rehearsal" >/dev/null 2>&1 || fail "no snapshot can be saved"
    file=$(on_node "$first" "ls -t $db/snapshots/rehearsal* | head -n 1")
    write thrown-away
    recover --snapshot "$file" --survivor "$first" --confirm drilled >"$folder/out" 2>&1 </dev/null
    code=$?
    sed -n '/servers vote/,$p' "$folder/out"
    [ "$code" = 0 ] || { cat "$folder/out" && fail "the recovery ended with $code"; }
    grep -rq 'thrown-away' "$folder/out" "$MUSTER_STATE_HOME"/recoveries/*/lost-keys || fail "the key that was thrown away is not named"
    whole kept-snapshot
    ! written thrown-away || fail "what was written after the snapshot is still there"
    echo "snapshot: back to it, and every key named that was thrown away"
}

# On the first server the flag of a reset that was not followed by a start is planted, which K3s would leave there.
refusals_part() {
    on_node "$first" "touch $db/reset-flag"
    recover --dry-run --snapshot "$db/snapshots/none" --survivor "$first" >"$folder/out" 2>&1 </dev/null
    code=$?
    on_node "$first" "rm -f $db/reset-flag"
    if [ "$code" != 3 ] || ! grep -q 'reset-flag' "$folder/out"; then
        cat "$folder/out"
        fail "a second reset was not refused ($code)"
    fi
    head -n 3 "$folder/out"
    "$muster" site allow drilled >/dev/null || exit 3
    on_node "$first" "k3s etcd-snapshot save --name rehearsal" >/dev/null 2>&1 || fail "no snapshot can be saved"
    "$muster" run k3s-quorum-loss-permanent --site drilled --confirm nobody >"$folder/out" 2>&1 </dev/null
    code=$?
    [ "$code" = 64 ] || { cat "$folder/out" && fail "a drill that takes the quorum ran without the site's name ($code)"; }
    echo "refusals: a second reset, and a drill without the site's name"
}

# Two servers cannot be entered any more, and hold data that would still vote: they are given up, and never run with that data again.
lost_part() {
    write kept-lost
    others=$(printf '%s\n' "$nodes" | grep -vx "$first")
    words=$(printf '%s' "$others" | tr '\n' ' ')
    { printf 'Host %s\n  ProxyCommand false\n' "$words" && cat "$ssh"; } >"$folder/half"
    "$muster" site add half --kubeconfig "$kubeconfig" --context "$context" --ssh "$folder/half" >"$folder/out" 2>&1 || { cat "$folder/out" && exit 3; }
    for node in $others; do on_node "$node" 'systemctl stop --no-block k3s; systemctl kill -s KILL k3s 2>/dev/null; systemctl stop k3s'; done
    "$muster" recover etcd --site half --confirm half >"$folder/out" 2>&1 </dev/null
    code=$?
    if [ "$code" != 3 ] || ! grep -q -e '--lost ' "$folder/out"; then
        cat "$folder/out"
        for node in $others; do on_node "$node" 'systemctl start k3s'; done
        fail "a server that cannot be asked was not named ($code)"
    fi
    flags=$(for node in $others; do printf -- '--lost %s ' "$node"; done)
    # shellcheck disable=SC2086 # words
    "$muster" recover etcd --site half $flags --survivor "$first" --confirm half >"$folder/out" 2>&1 </dev/null
    code=$?
    grep 'given up' "$folder/out"
    tail -n 6 "$folder/out"
    if [ "$code" != 0 ] || ! grep -q '^1 of 1 servers vote' "$folder/out"; then
        cat "$folder/out"
        for node in $others; do on_node "$node" 'systemctl start k3s'; done
        fail "the recovery without the others ended with $code"
    fi
    for node in $others; do
        on_node "$node" "rm -rf $db/etcd && systemctl start k3s" || exit 1
        sleep 20
    done
    whole kept-lost
    echo "lost: two servers given up, and in their places two new ones"
}

# The journal of the drill that runs, or ran last.
drill_journal() { cat "$MUSTER_STATE_HOME"/runs/recover-cut/2*/journal.jsonl 2>/dev/null; }

# cut_at WHAT PATTERN: the drill, with Muster killed as soon as its journal has the pattern.
cut_at() {
    rm -rf "$MUSTER_STATE_HOME/runs/recover-cut"
    "$muster" run "$folder/recover-cut.yaml" --site drilled --confirm drilled >"$folder/out" 2>&1 </dev/null &
    java=$!
    until drill_journal | grep -q "$2"; do
        kill -0 "$java" 2>/dev/null || { cat "$folder/out" && fail "$1: the drill ended before it was cut"; }
        sleep 0.05
    done
    kill -KILL "$java"
    wait "$java" 2>/dev/null
    # What was under way on a node comes to its end there.
    sleep 3
}

no_old_data() {
    for node in $nodes; do
        left=$(on_node "$node" "ls -d $db/muster-away/etcd /var/lib/muster/guard/harms/* 2>/dev/null")
        [ -z "$left" ] || fail "$node still has $left"
    done
}

# ends_with CODE WORDS COMMAND...
ends_with() {
    wanted=$1 said=$2
    shift 2
    "$muster" "$@" >"$folder/out" 2>&1 </dev/null
    code=$?
    if [ "$code" != "$wanted" ] || ! grep -q -e "$said" "$folder/out"; then
        cat "$folder/out"
        fail "$1 ended with $code, not with $wanted and \"$said\""
    fi
}

# What the killed drill wrote can only be removed once etcd serves again.
healed() {
    for _ in 1 2 3 4; do
        "$muster" heal >"$folder/out" 2>&1 </dev/null && return 0
        sleep 10
    done
    cat "$folder/out"
    fail "muster heal does not come to its end"
}

drills_prepared() {
    "$muster" site allow drilled >/dev/null || exit 3
    on_node "$first" "k3s etcd-snapshot save --name rehearsal" >/dev/null 2>&1 || fail "no snapshot can be saved"
    sed 's/for: 3m/for: 130s/; s/within: 140s/within: 95s/; s/steady: 5s/steady: 1s/' "$here/../../drills/scripts/k3s-quorum-loss-permanent.yaml" >"$folder/recover-cut.yaml"
    write kept-drills
}

drills_before_part() {
    # Before anything is taken: the nodes' own heals, or muster heal, put the data back.
    cut_at before '"is":"fault-bit","injection":2'
    ends_with 4 'muster heal' run "$folder/recover-cut.yaml" --site drilled --confirm drilled
    healed
    no_old_data
    whole kept-drills
    echo "drills: killed before the border: the data was put back"
}

drills_at_part() {
    # One server is being taken, and the others not yet: what is not taken comes back, and the recovery is given up.
    cut_at at '"is":"step-began","step":"2.2.1"'
    ends_with 4 'muster recover etcd --site drilled' heal
    sleep 30
    ends_with 0 'is given up' recover etcd --site drilled
    cat "$folder/out"
    healed
    no_old_data
    whole kept-drills
    echo "drills: killed at the border: in order again"
}

drills_after_part() {
    # Reset: the old data never comes back, and the recovery goes on.
    cut_at after '"is":"step-began","step":"2.2.5"'
    ends_with 4 'muster heal' recover etcd --site drilled
    ends_with 4 'muster recover etcd --site drilled' heal
    ends_with 4 'muster recover etcd --site drilled' run "$folder/recover-cut.yaml" --site drilled --confirm drilled
    ends_with 0 '3 of 3 servers vote' recover etcd --site drilled
    healed
    no_old_data
    whole kept-drills
    echo "drills: killed behind the border: gone on with, and whole"
}

case $only in
    '') permanent_part && cuts_part && snapshot_part && refusals_part && lost_part && drills_prepared && drills_before_part && drills_at_part && drills_after_part ;;
    permanent) permanent_part ;;
    cuts) cuts_part ;;
    snapshot) snapshot_part ;;
    refusals) refusals_part ;;
    lost) lost_part ;;
    drills) drills_prepared && drills_before_part && drills_at_part && drills_after_part ;;
    drills-before) drills_prepared && drills_before_part ;;
    drills-at) drills_prepared && drills_at_part ;;
    drills-after) drills_prepared && drills_after_part ;;
    *) echo "recover.sh: no such part: $only" >&2 && exit 64 ;;
esac
