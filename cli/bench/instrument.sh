#!/bin/sh
# Calibrates the instrument: a store in memory whose gate opens and shuts at known times. Takes about five minutes.
# Argument: how often each length is tried (default 30).
set -eu

home=$(cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
. "$home/cli/launcher/jdk.sh"
. "$home/cli/bench/classes.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
classes drills/engine
"$java_home/bin/java" -Xmx512m -XX:+UseSerialGC -cp "$class_path" \
    muster.engine.run.GateCalibration "${1:-30}" "$scratch"
