# Sourced by tests.sh: what a signal does while Java brings the lab up under the launcher.

java_said() { grep -q "$1" "$scratch/java"; }
wait_for_end() {
    code=0
    wait "$launcher" || code=$?
}

for signal in TERM HUP; do
    : >"$scratch/java"
    # Java heals on a signal and ends later by its own code.
    ACT="trap 'sleep 0.3; echo healed >>\"\$JAVA_SEEN\"; exit 77' $signal; echo ready >>\"\$JAVA_SEEN\"; for turn in \$(seq 200); do sleep 0.05; done; exit 9" \
        "$tree/muster" run >"$scratch/out" 2>"$scratch/err" &
    launcher=$!
    within 5 java_said ready
    kill -"$signal" "$launcher"
    wait_for_end
    check "SIG$signal is handed to Java, which is waited for" all 'ended 77' 'java_said healed'
done

# A terminal sends Ctrl-C to the launcher and to Java alike.
: >"$scratch/java"
cat >"$scratch/in-terminal" <<EOF
ACT='trap "sleep 0.3; echo healed >>\"\$JAVA_SEEN\"; exit 130" INT; echo ready >>"\$JAVA_SEEN"; for turn in \$(seq 200); do sleep 0.05; done; exit 9' \\
    '$tree/muster' run
echo "ended=\$?" >>"\$JAVA_SEEN"
EOF
(
    within 10 java_said ready
    printf '\003'
    within 10 java_said ended=
) | script -qec "trap : INT; . '$scratch/in-terminal'" /dev/null >"$scratch/out" 2>&1
check "Ctrl-C in a terminal heals once, and the launcher ends with Java's code" all \
    'java_saw "ended=130"' 'same "$(grep -c healed "$scratch/java")" 1'

: >"$scratch/java"
(
    trap '' INT
    ACT='kill -INT $$; exit 5' exec "$tree/muster" run
) >"$scratch/out" 2>"$scratch/err"
code=$?
check "SIGINT that the caller ignores stays ignored" ended 5
