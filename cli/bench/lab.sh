#!/bin/sh
# How long a lab with PostgreSQL takes until it is healthy: cold, when initdb must make the template, and warm, when it is
# there. Root or an ordinary user. Brings labs of its own up and down. Prints medians with counts. Takes about a minute.
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

echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
say cold "3 etcd members, a primary and a standby, cold"
say warm "the same, warm"
say etcd "3 etcd members"
say pair "a primary and a standby, warm"
