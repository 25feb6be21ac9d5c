#!/bin/sh
# The launcher's tests, on real processes: tests.sh TREE UNTESTED, where TREE is a built copy that may be changed, and
# UNTESTED the file for what this machine cannot show. Prints what failed, and at the end "launcher: N passed, N failed".
set -u
tree=$1 untested=$2
here=$(cd -- "${0%/*}" && pwd) || exit 1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/muster launcher.XXXXXX") || exit 1
trap 'kill $(jobs -p) 2>/dev/null; chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 143' TERM INT HUP

. "$here/checks.sh"
. "$tree/cli/launcher/lab.sh"
make_jdk "$scratch/jdk" 25.0.1
unset MUSTER_INSIDE_LAB MUSTER_LAB_FRESH
export JAVA_HOME="$scratch/jdk" JAVA_SEEN="$scratch/java" MUSTER_STATE_HOME="$scratch/a state"
cd "$scratch" || exit 1
touch "$tree/cli/target/stamp"

. "$here/jdk-checks.sh"
. "$here/lab-checks.sh"
. "$here/signal-checks.sh"
. "$here/package-checks.sh"
. "$here/build-checks.sh"

echo "launcher: $passed passed, $failed failed"
[ "$failed" = 0 ]
