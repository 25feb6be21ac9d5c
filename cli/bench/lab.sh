#!/bin/sh
# How long a lab with PostgreSQL takes until it is healthy: cold, when initdb must make the template, and warm, when it is
# there; then "muster status" beside psql. Root or an ordinary user. Brings labs of its own up and down. Prints medians with counts. Takes about a minute.
# Arguments: how many cold labs (default 3), how many warm ones (default 10).
set -eu

PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
home=$(cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
cold=${1:-3} warm=${2:-10}
scratch=$(mktemp -d)
export MUSTER_STATE_HOME="$scratch/state"
. "$home/cli/bench/figures.sh"
muster() { "$home/muster" "$@"; }
trap 'muster lab down 2>/dev/null; rm -rf "$scratch"' EXIT
muster --version >/dev/null

round=0
while [ "$round" -lt "$cold" ]; do
    round=$((round + 1))
    rm -rf "$MUSTER_STATE_HOME"
    took cold muster lab up --postgres 2
    muster lab down 2>/dev/null
done
round=0
while [ "$round" -lt "$warm" ]; do
    round=$((round + 1))
    took warm muster lab up --postgres 2
    muster lab down 2>/dev/null
    took etcd muster lab up
    muster lab down 2>/dev/null
    took pair muster lab up --etcd 0 --postgres 2
    muster lab down 2>/dev/null
done

# The same of each server by psql: its role, who streams from it and whom it streams from, its slots, who waits.
ask_each() {
    for port in $ports; do
        psql -XAt -h 127.0.0.1 -p "$port" -U muster -d postgres -c "SELECT pg_is_in_recovery(), system_identifier FROM pg_control_system()" \
            -c "SELECT * FROM pg_stat_replication" -c "SELECT * FROM pg_stat_wal_receiver" -c "SELECT * FROM pg_replication_slots" \
            -c "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'" || return 1
    done
}
muster lab up --etcd 0 --postgres 2 >/dev/null
ports=$(muster lab status -o json | grep -o '127\.0\.0\.1:[0-9]*' | sort -u | cut -d : -f 2)
muster status >/dev/null
round=0
while [ "$round" -lt "$((warm + 5))" ]; do
    round=$((round + 1))
    took status muster status
    took psql ask_each
done

echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
say cold "3 etcd members, a primary and a standby, cold"
say warm "the same, warm"
say etcd "3 etcd members"
say pair "a primary and a standby, warm"
say status "muster status of these two"
say psql "psql, the same of each, one after the other"
