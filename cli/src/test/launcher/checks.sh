# Sourced by the launcher's tests: how a check is counted, and the Java that stands in for the real one.

passed=0 failed=0

# check NAME COMMAND...: one check; it passes when the command succeeds.
check() {
    check_name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $check_name"
        sed 's/^/    /' "$scratch/out" "$scratch/err" "$scratch/java" 2>/dev/null | tail -n 30
    fi
}

# untestable WHAT WHY: one line for what this machine cannot show.
untestable() {
    echo "$1: $2" >>"$untested"
}

# run COMMAND...: sets code; output and errors go to files that the other helpers read.
run() {
    : >"$scratch/java"
    code=0
    "$@" >"$scratch/out" 2>"$scratch/err" || code=$?
}

ended() { [ "$code" = "$1" ]; }
said() { grep -q -e "$1" "$scratch/err"; }
silent() { ! [ -s "$scratch/err" ]; }
one_line() { [ "$(wc -l <"$scratch/err")" = 1 ]; }
java_saw() { grep -q -x -F -e "$1" "$scratch/java"; }
java_not_started() { ! [ -s "$scratch/java" ]; }
same() { [ "$1" = "$2" ]; }
all() {
    for all_one in "$@"; do eval "$all_one" || return 1; done
}

# within SECONDS COMMAND...: waits until the command succeeds.
within() {
    within_left=$(($1 * 20))
    shift
    until "$@"; do
        within_left=$((within_left - 1))
        [ "$within_left" -gt 0 ] || return 1
        sleep 0.05
    done
}

# make_jdk HOME VERSION: a folder that looks like a JDK. Its java writes down how it was started, then does what
# the variable ACT says.
make_jdk() {
    mkdir -p "$1/bin"
    printf 'IMPLEMENTOR="Test"\nJAVA_RUNTIME_VERSION="%s"\nJAVA_VERSION="%s"\n' "$2" "$2" >"$1/release"
    cat >"$1/bin/java" <<'EOF'
#!/bin/sh
{
    echo "home=${0%/bin/java}"
    echo "folder=$(pwd)"
    echo "net=$(readlink /proc/self/ns/net)"
    echo "uid=$(id -u)"
    echo "inside=${MUSTER_INSIDE_LAB:-}"
    echo "fresh=${MUSTER_LAB_FRESH:-}"
    for word; do echo "arg=$word"; done
} >>"$JAVA_SEEN"
eval "${ACT:-exit 0}"
EOF
    chmod +x "$1/bin/java"
    cp "$1/bin/java" "$1/bin/javac"
}
