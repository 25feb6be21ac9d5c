#!/bin/sh
# Compares the rows that reconcile names with those of pg_waldump and plain queries, over 20 random loads on real pairs.
# The test command runs 2 of them.
set -eu
home=$(cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
. "$home/cli/launcher/jdk.sh"
find_jdk javac || exit 3
export JAVA_HOME="$java_home"
exec mvn -o -B -ntp -f "$home/pom.xml" -pl drills/postgres -am test -Dtest=DivergedRowsTest \
    -Dsurefire.failIfNoSpecifiedTests=false -Dmuster.diverged.runs="${1:-20}"
