#!/bin/sh
# The checks are evaluated by "all", one by one.
# shellcheck disable=SC2016
# A sample of what cli/bench runs whole: Muster is killed, gets signals, and races with itself, and nothing is left:
# promises.sh TREE, where TREE is a built copy. Prints what failed, and at the end "launcher: N passed, N failed".
set -u
tree=$1
here=$(cd -- "${0%/*}" && pwd) || exit 1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/muster promises.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 143' TERM INT HUP
. "$here/checks.sh"
code=0
unset MUSTER_INSIDE_LAB MUSTER_LAB_FRESH MUSTER_STATE_HOME
# Built by Maven itself, the copy has no stamp of the launcher's.
touch "$tree/cli/target/stamp"

# at_least N FILE PATTERN: so that a sample in which nothing happened is no proof.
at_least() {
    [ "$(cut -f 1-5 "$2" | grep -c "$3")" -ge "$1" ]
}

run sh "$tree/cli/bench/soak.sh" --each --cuts 33 --labs 5 --results "$scratch/cuts"
check "Muster is killed at every step, for every fault of etcd: nothing is left, and nothing unreported" all 'ended 0' \
    'at_least 2 "$scratch/cuts" "	healed$\|	healed	"' 'at_least 10 "$scratch/cuts" "	reported$\|	reported	"'
run sh "$tree/cli/bench/soak.sh" --store postgres --each --cuts 16 --labs 3 --results "$scratch/cuts-postgres"
check "Muster is killed at every step, for every fault of PostgreSQL, promotions among them: nothing is left, and nothing unreported" \
    all 'ended 0' 'at_least 1 "$scratch/cuts-postgres" "	healed$\|	healed	"' \
    'at_least 6 "$scratch/cuts-postgres" "	reported$\|	reported	"' 'at_least 2 "$scratch/cuts-postgres" "	act-\(began\|done\)	"'
run sh "$tree/cli/bench/signals.sh" --times 6 --labs 2 --results "$scratch/signals"
check "Ctrl-C, SIGTERM and a closed terminal heal at any moment" all 'ended 0' 'at_least 6 "$scratch/signals" "	healed$\|	over$"'
run sh "$tree/cli/bench/races.sh" --times 6 --labs 2 --results "$scratch/races"
check "two drills at once never have two injections open" all 'ended 0' 'at_least 4 "$scratch/races" "	\(one\|both\) ran"'

# A heal that says that it healed, and did nothing.
export MUSTER_STATE_HOME="$scratch/a state"
muster="$tree/muster"
trap '"$muster" lab down >/dev/null 2>&1; rm -rf "$scratch"' EXIT
run "$muster" lab up
lab="$MUSTER_STATE_HOME/lab"
mv "$lab/member.sh" "$lab/member.whole"
cat >"$lab/member.sh" <<'END'
[ "$1" != start ] || [ ! -e "${0%/*}/broken" ] || { echo "$2: started" && exit 0; }
exec sh "${0%/*}/member.whole" "$@"
END
: >"$lab/broken"
cat >"$scratch/cut-short.yaml" <<'END'
title: A follower dies for a moment
believes: Its heal is broken.
teaches: [healing]
store: etcd
workload: {clients: 9, rate: 100/s, keys: 16, reads: 50%, deadline: 1s}
timeline:
  - steady: 1s
  - inject: {fault: kill, target: follower, for: 1s}
expect:
  - lost-writes: 0
runbook: {symptom: none, first: none, decide: none, verify: none}
END
run "$muster" run "$scratch/cut-short.yaml"
check "a heal that did nothing is found by the clean check, and ends with 4" all 'ended 4' \
    'grep -q "^NOT HEALED" "$scratch/out"' 'grep -q "member.sh. start m" "$scratch/out"'
run "$muster" run "$scratch/cut-short.yaml"
check "nothing is broken on top of it" all 'ended 4' 'said "muster heal"'
run "$muster" heal
check "a heal that does nothing again is not believed" ended 4
rm "$lab/broken"
run "$muster" heal
check "it is healed once the heal works" ended 0

echo "launcher: $passed passed, $failed failed"
[ "$failed" = 0 ]
