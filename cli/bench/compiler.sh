#!/bin/sh
# Processor seconds of a measuring Muster, with both of the JDK's compilers and with the first one alone,
# in turn, on one lab. What it takes is taken from the servers beside it. Takes about three minutes.
# Argument: how often each (default 3).
set -eu

PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
home=$(cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
scratch=$(mktemp -d)
export MUSTER_STATE_HOME="$scratch/state"
trap '"$home/muster" lab down 2>/dev/null; rm -rf "$scratch"' EXIT
"$home/muster" lab up >/dev/null 2>&1

# seconds OPTIONS: user and system seconds of one run, and the 99th percentile of its writes.
seconds() {
    MUSTER_JAVA_OPTIONS="$1" sh -c '"$0" observe --for 20s >"$1" 2>&1 || { cat "$1" >&2; exit 1; }; times' \
        "$home/muster" "$scratch/output" | awk 'NR == 2 {
            for (i = 1; i <= 2; i++) { split($i, part, /[ms]/); total += part[1] * 60 + part[2] }
            printf "%.1f s of processor time", total }'
    "$home/muster" report latest -o json | awk -v RS='}' '/"kind" ?: ?"write"/ && /p99Nanos/ {
        sub(/.*"p99Nanos" ?: ?/, ""); printf ", p99 of writes %.1f ms", $1 / 1e6; exit }'
    echo
}

round=0
while [ "$round" -lt "${1:-3}" ]; do
    round=$((round + 1))
    echo "both compilers:      $(seconds -XX:TieredStopAtLevel=4)"
    echo "first compiler only: $(seconds -XX:TieredStopAtLevel=1)"
done
