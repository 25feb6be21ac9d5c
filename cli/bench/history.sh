#!/bin/sh
# How many operations a second the history takes, on the disk of the folder that is named (default: a temporary one).
set -eu

home=$(cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
. "$home/cli/launcher/jdk.sh"
. "$home/cli/bench/classes.sh"
scratch=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/history.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
classes drills/engine
"$java_home/bin/java" -Xmx512m -XX:+UseSerialGC -cp "$class_path" muster.engine.history.HistoryThroughput "$scratch"
