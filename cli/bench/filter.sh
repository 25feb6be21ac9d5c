#!/bin/sh
# Calibrates on a real lab: drops every packet between the workload and the members for known times, by nftables in a
# table of its own in the client's namespace. Brings a lab of its own up and down. Takes about three minutes.
# Argument: how often each length is tried (default 10).
set -eu

PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
home=$(cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
. "$home/cli/launcher/jdk.sh"
. "$home/cli/bench/classes.sh"
classes cli
scratch=$(mktemp -d)
export MUSTER_STATE_HOME="$scratch/state"
. "$home/cli/launcher/lab.sh"
trap '"$home/muster" lab down; rm -rf "$scratch"' EXIT
"$home/muster" lab up >/dev/null
live_lab || { echo "filter.sh: the lab did not come up" >&2 && exit 3; }
(enter_lab "$java_home/bin/java" -Xmx512m -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow \
    --enable-native-access=ALL-UNNAMED -cp "$class_path" \
    muster.cli.bench.FilterCalibration "${1:-10}" "$scratch/runs")
