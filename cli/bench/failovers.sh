#!/bin/sh
# Kills a PostgreSQL primary under load, promotes its standby and brings the former primary back, time after time, and sums up what was
# lost and how long each phase took.
#
#   failovers.sh [--times N] [--labs N] [--level LEVEL] [--results FILE]
#
#   --times N        how many failovers; 20 if not given
#   --labs N         how many labs at the same time; 1 if not given
#   --level LEVEL    synchronous_commit, with the standby as the one that is waited for: local, remote-write, on, remote-apply; or async,
#                    which is the default and waits for nobody
#   --results FILE   one line for each failover is appended to it: level, exit code, acknowledged, lost, diverged, and milliseconds from
#                    the kill to the order to promote, from there to the first acknowledged write, and from the kill to full redundancy
#
# Ends with 1 if a drill ended otherwise than with a verdict, a write is not accounted for, or one is missing under a level that waits for
# the standby.
set -u
here=$(cd -- "${0%/*}" && pwd) || exit 1
muster=$here/../../muster
cuts=20 labs=1 level=async results=''
usage() {
    echo "usage: failovers.sh [--times N] [--labs N] [--level async|local|remote-write|on|remote-apply] [--results FILE]" >&2
    exit 64
}
while [ "$#" -gt 0 ]; do
    case $1 in
        --times) cuts=$2 ;;
        --labs) labs=$2 ;;
        --level) level=$2 ;;
        --results) results=$2 ;;
        *) usage ;;
    esac
    shift 2
done
case $level in async | local | remote-write | on | remote-apply) ;; *) usage ;; esac
lab_shape='--etcd 0 --postgres 2'
. "$here/proof/labs.sh"

write_failover() {
    cat <<END
title: A primary dies for a moment
believes: Its standby takes over.
teaches: [failover]
store: postgres
workload: {clients: 8, rate: 200/s, keys: 16, reads: 20%, deadline: 1s}
timeline:
END
    if [ "$level" = async ]; then
        cat <<END
  - steady: 2s
  - inject: {fault: kill, target: primary, for: 5s, steps: [{act: {do: promote, target: standby, within: 5s}}]}
END
    else
        cat <<END
  - inject:
      fault: {settings: {synchronous-standbys: "*", synchronous-commit: "$level"}}
      target: primary
      for: 8s
      steps:
        - steady: 2s
        - inject: {fault: kill, target: primary, for: 5s, steps: [{act: {do: promote, target: standby, within: 5s}}]}
END
    fi
    cat <<END
  - await: {redundancy: full, within: 60s}
expect:
  - losses-salvaged
runbook: {symptom: none, first: none, decide: none, verify: none}
END
}

# figure NAME: a number of the report's accounts.
figure() {
    sed -n "s/^    \"$1\" : \([0-9]*\),*$/\1/p" "$report" | head -n 1
}

# moment PHASE: when it was reached at the latest, in milliseconds after the first fault was begun; "injected" is that of the last fault.
moment() {
    grep -A 4 "\"name\" : \"$1\"" "$report" | sed -n 's/.*"toNanos" : \([0-9]*\).*/\1/p' | awk '{ printf "%.0f", $1 / 1e6 }'
}

# between FROM TO: the difference, or a dash if one of them was not seen.
between() {
    if [ -n "$1" ] && [ -n "$2" ]; then echo $(($2 - $1)); else echo -; fi
}

take_turn() {
    write_failover >"$folder/failover-cut-short.yaml"
    code=0
    "$muster" run "$folder/failover-cut-short.yaml" --confirm lab >"$folder/out" 2>&1 </dev/null || code=$?
    report=$MUSTER_STATE_HOME/runs/failover-cut-short/latest/report.json
    if [ ! -e "$report" ]; then
        result "$level" "$code" 0 '' '' - - -
        echo "$turn: exit $code"
        cat "$folder/out"
        return
    fi
    killed=$(moment injected) ordered=$(moment 'promotion ordered') written=$(moment 'first acknowledged write') whole=$(moment 'full redundancy')
    result "$level" "$code" "$(figure acknowledged)" "$(figure lost)" "$(figure diverged)" "$(between "$killed" "$ordered")" \
        "$(between "$ordered" "$written")" "$(between "$killed" "$whole")"
    echo "$turn: exit $code, $(figure acknowledged) acknowledged, $(figure lost) lost, $(figure diverged) diverged"
    case $code in
        [012]) ;;
        *) cat "$folder/out" && anew ;;
    esac
    rm -rf "$MUSTER_STATE_HOME/runs"
}

work_on_labs
awk -F '\t' '
function spread(name, column, values, count, i, j, value) {
    count = 0
    for (i = 1; i <= rows; i++) {
        split(line[i], field, FS)
        if (field[column] ~ /^[0-9]+$/) values[++count] = field[column]
    }
    for (i = 2; i <= count; i++) {
        value = values[i]
        for (j = i - 1; j > 0 && values[j] > value; j--) values[j + 1] = values[j]
        values[j + 1] = value
    }
    if (count) printf "%-32s %6d %8.2f s %8.2f s\n", name, count, values[int((count + 1) / 2)] / 1000, values[count] / 1000
}
{ line[++rows] = $0; acknowledged += $3; lost += $4; diverged += $5; touched += $4 + $5 > 0; odd += $2 !~ /^[012]$/ || $4 == "" || $4 > 0 }
END {
    printf "\n%d failovers under %s: of %d acknowledged writes %d lost, %d only on the losing side and salvaged, in %d of them.\n\n",
        rows, level, acknowledged, lost, diverged, touched
    printf "%-32s %6s %10s %10s\n", "", "count", "median", "longest"
    spread("kill to order", 6); spread("order to first write", 7); spread("kill to full redundancy", 8)
    if (odd) printf "\n%d did not end as they should.\n", odd
    exit odd || (level != "async" && level != "local" && lost + diverged > 0)
}' level="$level" "$scratch/these"
