#!/bin/sh
# How long commands take, beside etcdctl in the same run, one after the other in turn. Root or an ordinary user; brings
# labs of its own up and down. Prints medians with counts. Takes about three minutes.
# Arguments: how many labs (default 5), how often each warm command (default 15), how many drills (default 3).
set -eu

PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
home=$(cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
labs=${1:-5} warm=${2:-15} drills=${3:-3}
scratch=$(mktemp -d)
export MUSTER_STATE_HOME="$scratch/state"
. "$home/cli/bench/figures.sh"
muster() { "$home/muster" "$@"; }
trap 'muster lab down 2>/dev/null; rm -rf "$scratch"' EXIT
muster --version >/dev/null

round=0
while [ "$round" -lt "$labs" ]; do
    round=$((round + 1))
    took lab-up muster lab up
    took status-cold muster status
    [ "$round" = "$labs" ] || muster lab down 2>/dev/null
done
endpoints=$(muster lab status -o json | grep -o '127\.0\.0\.1:[0-9]*' | sort -u | paste -sd , -)

round=0
while [ "$round" -lt "$warm" ]; do
    round=$((round + 1))
    took status muster status
    took etcdctl etcdctl --endpoints="$endpoints" endpoint status
    took help muster --help
    took drills muster drills
done

# What a drill takes beyond its own windows: 5 s steady, 15 s broken, 5 s steady.
round=0
while [ "$round" -lt "$drills" ]; do
    round=$((round + 1))
    took drill muster run etcd-leader-kill
done

echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg)"
say lab-up "muster lab up, until healthy"
say status-cold "muster status, first after lab up"
say status "muster status, again"
say etcdctl "etcdctl endpoint status, same three, by relay"
say help "muster --help"
say drills "muster drills"
say drill "muster run etcd-leader-kill, beyond its 25 s" 25000
