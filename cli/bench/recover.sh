#!/bin/sh
# Rehearses the way back from the loss of etcd's quorum on a K3s cluster of three servers, and to a snapshot. Two of three databases are
# DELETED; the cluster must be there for nothing else.
#
#   recover.sh --kubeconfig FILE --context NAME --ssh CONFIG [--only PART]
#
#   --only PART   permanent: two servers lose their disks, and Muster brings the cluster back
#                 cuts: the same, with Muster killed in the middle of every step
#                 snapshot: a snapshot is saved, written on, and gone back to
#
# Judged by ConfigMaps that were written before, and by the servers' own words. Ends with 1 if anything is not as it should be.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
kubeconfig='' context='' ssh='' only=''
while [ "$#" -gt 1 ]; do
    case $1 in
        --kubeconfig) kubeconfig=$2 ;;
        --context) context=$2 ;;
        --ssh) ssh=$2 ;;
        --only) only=$2 ;;
        *) break ;;
    esac
    shift 2
done
if [ "$#" != 0 ] || [ -z "$kubeconfig" ] || [ -z "$ssh" ]; then
    echo "usage: recover.sh --kubeconfig FILE --context NAME --ssh CONFIG [--only PART]" >&2
    exit 64
fi
db=/var/lib/rancher/k3s/server/db
. "$here/proof/site.sh"
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

case $only in
    '') permanent_part && cuts_part && snapshot_part ;;
    permanent) permanent_part ;;
    cuts) cuts_part ;;
    snapshot) snapshot_part ;;
    *) echo "recover.sh: no such part: $only" >&2 && exit 64 ;;
esac
