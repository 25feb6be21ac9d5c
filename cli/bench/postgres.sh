#!/bin/sh
# Writes a second of the workload's clients, with full history, beside pgbench, in turn, on one PostgreSQL server of its own with its
# default durability: the same statement, prepared, and as many clients. Root or an ordinary user. Takes about a minute and a half.
# Arguments: clients (default 8), seconds for each round (default 10), rounds (default 3).
set -eu

home=$(cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
. "$home/cli/launcher/jdk.sh"
. "$home/cli/bench/classes.sh"
classes drills/postgres
"$java_home/bin/java" -Xmx512m -XX:+UseSerialGC -cp "$class_path" \
    muster.postgres.WriteThroughput "${1:-8}" "${2:-10}" "${3:-3}"
