# Sourced by muster. Knows whether the lab is alive, and how to enter it before Java starts: a JVM has threads
# from its first moment on, and a process with threads cannot join a user namespace.

lab_file="${MUSTER_STATE_HOME:-${XDG_STATE_HOME:-${HOME:-}/.local/state}/muster}/lab/enter"

# start_of PID: sets start to the process's start time in clock ticks since boot, field 22 of proc_pid_stat(5).
# A process may have spaces, parentheses and line ends in its name, so fields are counted after the last ')'.
start_of() {
    start='' stat=''
    while read -r stat_line; do stat="$stat $stat_line"; done 2>/dev/null <"/proc/$1/stat" || return 1
    # shellcheck disable=SC2086 # the fields are to be split
    set -- ${stat##*)}
    [ $# -ge 20 ] || return 1
    shift 19
    start=$1
}

# live_lab: sets init_pid, client_pid and userns from the file that the lab leaves; fails when no lab is alive.
# The file is read, never executed: a line that is not NAME=digits is passed over.
live_lab() {
    init_pid='' init_start='' client_pid='' userns=''
    [ -r "$lab_file" ] || return 1
    while IFS='=' read -r lab_key lab_value; do
        case $lab_value in '' | *[!0-9]*) continue ;; esac
        case $lab_key in
            INIT_PID) init_pid=$lab_value ;;
            INIT_START) init_start=$lab_value ;;
            CLIENT_PID) client_pid=$lab_value ;;
            USERNS) userns=$lab_value ;;
        esac
    done <"$lab_file"
    [ -n "$init_pid" ] && [ -n "$init_start" ] && [ -n "$client_pid" ] && [ -n "$userns" ] || return 1
    start_of "$init_pid" && [ "$start" = "$init_start" ] && [ -e "/proc/$client_pid/ns/net" ]
}

# passing_lab: whether a lab is alive that goes down with the run that brought it up.
passing_lab() {
    live_lab && grep -q '"passing" : true' "${lab_file%/enter}/lab.json" 2>/dev/null
}

# enter_lab COMMAND...: becomes COMMAND inside the client's network namespace of the live lab, in the same folder.
# Credentials are kept: the lab maps the ordinary user to 0, and setgroups(2) is not allowed in such a namespace.
enter_lab() {
    export MUSTER_INSIDE_LAB="$init_pid"
    [ "/proc/$$/ns/net" -ef "/proc/$client_pid/ns/net" ] && exec "$@"
    # From a shell of the lab the user namespace is ours already, and joining one's own is an error.
    if [ "$userns" = 0 ] || [ "/proc/$$/ns/user" -ef "/proc/$init_pid/ns/user" ]; then
        exec nsenter --net="/proc/$client_pid/ns/net" "$@"
    fi
    exec nsenter --user="/proc/$init_pid/ns/user" --preserve-credentials --net="/proc/$client_pid/ns/net" "$@"
}
