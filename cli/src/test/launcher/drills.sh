#!/bin/sh
# The checks are evaluated by "all", one by one.
# shellcheck disable=SC2016
# Every shipped drill, end to end, on a real lab: drills.sh TREE [DRILL...], where TREE is a built copy. Prints what
# failed, and at the end "launcher: N passed, N failed".
set -u
tree=$1
shift
here=$(cd -- "${0%/*}" && pwd) || exit 1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/muster drills.XXXXXX") || exit 1
export MUSTER_STATE_HOME="$scratch/a state"
muster="$tree/muster"
trap '"$muster" lab down >/dev/null 2>&1; chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 143' TERM INT HUP
. "$here/checks.sh"
code=0
unset MUSTER_INSIDE_LAB MUSTER_LAB_FRESH
: >"$scratch/java"
# Built by Maven itself, the copy has no stamp of the launcher's.
touch "$tree/cli/target/stamp"

muster() { run "$muster" "$@"; }
printed() { grep -q -e "$1" "$scratch/out"; }
no_lab() { ! [ -e "$MUSTER_STATE_HOME/lab" ] && ! pgrep -f "data-dir=$MUSTER_STATE_HOME" >/dev/null; }
none_attached() { ! grep -qF "$MUSTER_STATE_HOME" /sys/block/loop*/loop/backing_file 2>/dev/null; }
left_all() {
    for file in drill.yaml plan.json command.txt journal.jsonl history.jsonl views.jsonl \
        report.json report.md report.html junit.xml runbook.md adr.md; do
        [ -s "$MUSTER_STATE_HOME/runs/$1/latest/$file" ] || return 1
    done
}

# A machine that is busy with something else can leave a gap undecided, by our own stalls: such a drill has a second try.
drill() {
    name=$1
    muster run "$name" --confirm lab -o json
    [ "$code" != 2 ] || muster run "$name" --confirm lab -o json
    check "the drill $name holds, and leaves its evidence and nothing else" all 'ended 0' 'left_all "$name"' \
        'same "$(grep -c "\"verdict\" : \"holds\"" "$scratch/out")" "$(grep -c "\"verdict\" :" "$scratch/out")"' \
        'printed "\"unhealed\" : \[ \]"' 'grep -q "workload-removed.*\"left\":0" "$MUSTER_STATE_HOME/runs/$name/latest/journal.jsonl"'
}

muster run etcd-leader-kill
check "a run brings the lab up, and takes it down" all 'ended 0' 'printed "every acknowledged write survived"' no_lab

muster lab up --postgres 2 --disk-limit 512M
check "the lab comes up, and names its ports for host tools" all 'ended 0' 'printed "etcdctl --endpoints 127.0.0.1:"'
muster lab up --postgres 2 --disk-limit 512M
check "the lab comes up once" all 'ended 0' 'said "up already"'
muster status
check "status tells a healthy lab" all 'ended 0' 'printed "healthy, tolerates 1 more"' 'printed "3 of 3 say so"'
# Those of K3s and of Patroni need a cluster.
[ "$#" -gt 0 ] || set -- "$tree"/drills/scripts/etcd-*.yaml "$tree"/drills/scripts/postgres-*.yaml
for each; do
    each=${each##*/}
    drill "${each%.yaml}"
done

muster report etcd-leader-kill -o json
check "a report is written again from the evidence alone" all 'ended 0' 'printed "muster.report/1"'

# Ctrl-C while a member is dead, pressed in a terminal of its own.
journal_of() { cat "$MUSTER_STATE_HOME"/runs/etcd-follower-kill/*/journal.jsonl 2>/dev/null | grep -c '"is":"fault-bit"'; }
bites=$(journal_of)
cat >"$scratch/in-terminal" <<END
'$muster' run etcd-follower-kill
echo "ended=\$?" >'$scratch/ended'
END
bitten() { [ "$(journal_of)" -gt "$bites" ]; }
(
    within 30 bitten
    printf '\003'
    within 40 test -s "$scratch/ended"
) | script -qec "trap : INT; . '$scratch/in-terminal'" /dev/null >"$scratch/out" 2>&1
check "Ctrl-C while a member is dead heals it, and ends with 130" all \
    'same "$(cat "$scratch/ended")" ended=130' 'printed "healing what is open"'
muster status
check "after Ctrl-C the lab is whole" all 'ended 0' 'printed "healthy, tolerates 1 more"'

# A member that somebody else kills while we only look.
(
    sleep 6
    pid=$("$muster" lab status -o json | sed -n 's/.*"pid" : \([0-9]*\).*/\1/p' | head -n 1)
    kill -9 "$pid"
) &
muster observe --for 12s
wait $!
check "observe infers a fault that it did not make" all 'ended 0' 'printed "fault inferred"'
muster status
check "status tells a member that died" all 'ended 1' 'printed "degraded, tolerates 0 more"' 'printed "muster lab logs m1"'
muster run etcd-leader-kill
check "a drill on a degraded lab is refused" all 'ended 3' 'said "m1 does not answer"'
muster lab down
check "the lab goes down, and nothing is left of it" all 'ended 0' no_lab 'within 10 none_attached'
muster lab up
muster run etcd-disk-full --confirm lab
check "a disk that is not a member's own is never filled" all 'ended 3' 'said "no file system of its own"' \
    'said "lab up --etcd 3 --timers stock --disk-limit 512M"'
muster lab down

echo "launcher: $passed passed, $failed failed"
[ "$failed" = 0 ]
