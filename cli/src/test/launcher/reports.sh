# Sourced by verify. Adds up what passed and failed.

passed=0 failed=0

# count NAME COMMAND...: one check of verify's own.
count() {
    count_name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $count_name" >&2
    fi
}

# attribute NAME: the number in that attribute of the test suite whose report is on standard input.
attribute() { sed -n '/<testsuite /,/>/{s/.* '"$1"'="\([0-9]*\)".*/\1/p;}' | head -n 1; }

# count_reports HOME: every test that Surefire reports. A skipped test counts as failed, and so does a class of tests
# that left no report, whether its Java died or its name keeps Surefire from seeing it.
count_reports() {
    find "$1" -path '*/target/surefire-reports/TEST-*.xml' >"$scratch/reports"
    while read -r report; do
        tests=$(attribute tests <"$report")
        bad=$(($(attribute failures <"$report") + $(attribute errors <"$report") + $(attribute skipped <"$report")))
        passed=$((passed + tests - bad))
        failed=$((failed + bad))
        [ "$bad" = 0 ] || echo "FAILED: $bad of $tests in ${report##*/TEST-}" >&2
    done <"$scratch/reports"
    find "$1" -path '*/src/test/java/*' -name '*.java' -not -path '*/target/*' >"$scratch/sources"
    while read -r source; do
        grep -q -E '^ *@(Test|Property|Example|ParameterizedTest|TestFactory|RepeatedTest|ArchTest)\b' "$source" || continue
        grep -q -E '^(public )?(abstract class|interface|sealed interface) ' "$source" && continue
        [ -z "${MUSTER_TEST_SSH_CONFIG:-}" ] && grep -q '^@Tag("cluster")' "$source" && continue
        class=${source##*/src/test/java/}
        class=$(echo "${class%.java}" | tr / .)
        grep -q -F "/TEST-$class.xml" "$scratch/reports" && continue
        failed=$((failed + 1))
        echo "FAILED: $class left no report" >&2
    done <"$scratch/sources"
}
