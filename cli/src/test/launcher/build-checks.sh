# Sourced by tests.sh: when the launcher builds. Maven is stood in for; verify builds with the real one.

mkdir -p "$scratch/maven"
cat >"$scratch/maven/mvn" <<'EOF'
#!/bin/sh
echo "built by $JAVA_HOME" >>"$MAVEN_SEEN"
sleep 0.5
eval "${MAVEN_ACT:-exit 0}"
EOF
chmod +x "$scratch/maven/mvn"
export MAVEN_SEEN="$scratch/maven/seen"
builds() { [ "$(wc -l <"$MAVEN_SEEN")" = "$1" ]; }
stale_run() {
    : >"$MAVEN_SEEN"
    run env PATH="$scratch/maven:$PATH" "$tree/muster" drills
}

: >"$MAVEN_SEEN"
stale_run
check "what is current is not built" all 'ended 0' silent 'builds 0'
script=$(find "$tree/drills/scripts" -maxdepth 1 -name '*.yaml' -print -quit)
for source in "$tree/pom.xml" "$tree/drills/lab/pom.xml" "$tree/.mvn/jvm.config" \
    "$tree/cli/src/main/java/muster/cli/package-info.java" ${script:+"$script"}; do
    touch "$source"
    stale_run
    check "a newer ${source#"$tree"/} is built, once, with one quiet line" all 'ended 0' one_line 'said building' 'builds 1'
    stale_run
    check "and then it is current" all 'ended 0' silent 'builds 0'
done
: >"$tree/cli/src/main/java/muster/cli/gone.txt"
stale_run
rm "$tree/cli/src/main/java/muster/cli/gone.txt"
stale_run
check "a deleted source is seen" builds 1
mkdir -p "$tree/cli/src/test"
touch "$tree/cli/src/test/nothing" "$tree/drills/lab/target"
stale_run
check "a test or a target that is newer is no reason to build" all 'ended 0' silent 'builds 0'

touch "$tree/pom.xml"
: >"$MAVEN_SEEN"
PATH="$scratch/maven:$PATH" "$tree/muster" drills 2>"$scratch/err" &
one=$!
PATH="$scratch/maven:$PATH" "$tree/muster" drills 2>>"$scratch/err"
wait "$one"
check "two launches at once build once" builds 1

touch "$tree/pom.xml"
MAVEN_ACT='echo "[ERROR] the reason"; exit 1' stale_run
check "a build that fails says why and where the log is, exit 3" all 'ended 3' java_not_started 'said "the reason"' \
    'said "$tree/cli/target/build.log"' 'grep -q "the reason" "$tree/cli/target/build.log"'
stale_run
check "and the next launch builds again" all 'ended 0' 'builds 1'

if [ "$(id -u)" != 0 ]; then
    chmod -R a-w "$tree/cli/target"
    stale_run
    check "a build that is not ours to write is run when it is current" all 'ended 0' silent 'builds 0'
    touch "$tree/pom.xml"
    stale_run
    check "and refused in one line when it is not, exit 3" all 'ended 3' one_line 'said "may not write"' 'builds 0'
    chmod -R u+w "$tree/cli/target"
fi
