# Sourced by tests.sh: entering a lab, and the protocol for one that is not up yet. The lab is two sleeping processes
# in namespaces like the real one's.

enter="$MUSTER_STATE_HOME/lab/enter"
mkdir -p "$MUSTER_STATE_HOME/lab"

# write_enter INIT CLIENT USERNS: what the lab leaves when it is up.
write_enter() {
    start_of "$1"
    printf 'INIT_PID=%s\nINIT_START=%s\nCLIENT_PID=%s\nUSERNS=%s\n' "$1" "$start" "$2" "$3" >"$enter"
}

other_net() { [ -e "/proc/$1/ns/net" ] && ! [ "/proc/$1/ns/net" -ef "$2" ]; }

# The name shows that a process's name may hold anything.
cp "$(command -v sleep)" "$scratch/a) 1 (b"
# lab_checks USERNS: the checks on the lab whose processes are init and client.
lab_checks() {
    write_enter "$init" "$client" "$1"
    inside="net=$(readlink "/proc/$client/ns/net")"
    for word in status run observe exam plan; do
        run "$tree/muster" "$word"
        check "$word enters the live lab as its root, in the same folder (user namespace: $1)" all 'ended 0' silent \
            'java_saw "$inside"' 'java_saw "uid=0"' 'java_saw "folder=$scratch"' 'java_saw "inside=$init"' 'java_saw "fresh="'
    done
    ACT='exit 4' run "$tree/muster" run
    check "an exit code comes out of the lab (user namespace: $1)" ended 4
    for word in drills runs report doctor completion 'lab status' --help --version 'run --help'; do
        # shellcheck disable=SC2086 # the words are to be split
        run "$tree/muster" $word
        check "$word stays outside the lab (user namespace: $1)" all 'ended 0' '! java_saw "$inside"' 'java_saw "inside="'
    done
    join='--preserve-credentials'
    [ "$1" = 1 ] && join="$join --user=/proc/$init/ns/user"
    # shellcheck disable=SC2086 # the words are to be split
    run nsenter $join --net="/proc/$client/ns/net" "$tree/muster" status
    check "a shell inside the client's namespace starts it, too (user namespace: $1)" all 'ended 0' 'java_saw "$inside"'
    # shellcheck disable=SC2086 # the words are to be split
    run nsenter $join --net="/proc/$init/ns/net" "$tree/muster" status
    check "a shell elsewhere in the lab starts it, too (user namespace: $1)" all 'ended 0' 'java_saw "$inside"'

    printf 'INIT_PID=%s\nINIT_START=1\nCLIENT_PID=%s\nUSERNS=%s\n' "$init" "$client" "$1" >"$enter"
    run "$tree/muster" status
    check "another process under the lab's number is no lab (user namespace: $1)" all 'ended 0' 'java_saw "inside="'
    write_enter "$init" "$client" "$1"
    sed -i "s|^CLIENT_PID.*|CLIENT_PID=\$(touch '$scratch/ran')|" "$enter"
    run "$tree/muster" status
    check "the lab's file is read, never executed (user namespace: $1)" all 'java_saw "inside="' '! [ -e "$scratch/ran" ]'

    rm -f "$enter"
    write_enter "$init" "$client" "$1"
    mv "$enter" "$enter.later"
    ACT='[ -n "${MUSTER_INSIDE_LAB:-}" ] && exit 1; mv "$MUSTER_STATE_HOME/lab/enter.later" "$MUSTER_STATE_HOME/lab/enter"; exit 200' \
        run "$tree/muster" run 'a  b'
    check "code 200 starts the same command again inside, marked fresh (user namespace: $1)" all 'ended 1' silent \
        'same "$(grep -c -x "arg=a  b" "$scratch/java")" 2' 'java_saw "$inside"' 'java_saw "fresh=1"' 'java_saw "inside=$init"'
    rm -f "$enter"
}

# stands PID: whether the process has become what keeps its namespaces; until then, its users may not be mapped yet.
stands() {
    [ "$(cat "/proc/$1/comm" 2>/dev/null)" = 'a) 1 (b' ]
}

if [ "$(id -u)" = 0 ]; then
    unshare --net "$scratch/a) 1 (b" 300 &
    init=$!
    unshare --net "$scratch/a) 1 (b" 300 &
    client=$!
    within 5 other_net "$client" /proc/self/ns/net
    within 5 other_net "$init" /proc/self/ns/net
    within 5 stands "$client"
    lab_checks 0
    kill "$init" "$client"
fi
if unshare --user --map-root-user --net true 2>/dev/null; then
    unshare --user --map-root-user --net "$scratch/a) 1 (b" 300 &
    init=$!
    within 5 stands "$init"
    nsenter --user="/proc/$init/ns/user" --preserve-credentials unshare --net "$scratch/a) 1 (b" 300 &
    client=$!
    within 5 stands "$client"
    lab_checks 1
    kill "$init" "$client"
else
    untestable "the lab of an ordinary user" "user namespaces are not allowed here"
fi

ACT='exit 200' run "$tree/muster" run
check "a lab that came up and cannot be entered is said in one line, exit 70" all 'ended 70' one_line 'said enter'
for code_wanted in 0 1 2 3 64 70; do
    ACT="exit $code_wanted" run "$tree/muster" observe
    check "without a lab, exit code $code_wanted is passed on" ended "$code_wanted"
done
run sh -c 'echo hello | ACT="read -r line; [ \"\$line\" = hello ] && exit 1" "$1" run' - "$tree/muster"
check "without a lab, Java has the caller's input" ended 1
