# Sourced by server.sh: the processes of one server.

# The postmaster, known by its cluster name, among the processes of its own ground only. A child that was just born has its
# parent's command line until it puts on a title of its own; it is told by its parent, unless it ended meanwhile.
postmaster() {
    named=$(started_as_it)
    for each in $named; do
        parent=$(parent_of "$each")
        [ -z "$parent" ] || printf '%s\n' "$named" | grep -qx "$parent" || echo "$each"
    done
}

started_as_it() {
    printf '%s\n' "--cluster_name=$name" | grep -lzFx -f - /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3 || :
}

parent_of() {
    sed 's/^.*) [^ ]* \([0-9]*\) .*/\1/' "/proc/$1/stat" 2>/dev/null || :
}

# The postmaster and its children, which put the cluster's name into their titles; those that outlived it as well.
processes() {
    {
        started_as_it
        grep -lzE "^postgres: $name: " /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3 || :
    } | sort -un
}

# await_end SECONDS: waits until none of its processes is left.
await_end() {
    give_up=$(($(date +%s) + $1))
    while [ -n "$(processes)" ]; do
        [ "$(date +%s)" -le "$give_up" ] || return 1
        sleep 0.02
    done
}

connect() {
    timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/5432"' "$address" 2>&1
}

# ask SERVER SECONDS SQL: the answer, each row a line. The server's own word, from its own node or another's.
ask() {
    timeout "$2" "$postgres_folder/psql" -XAtq -w -v ON_ERROR_STOP=1 -h "$(address_of "$1")" -p 5432 -U muster -d postgres -c "$3" 2>&1 8>&- 9>&-
}

state_of() {
    sed 's/^.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null || echo gone
}

last_words() {
    tail -n 1 "$log" 2>/dev/null | cut -c 1-400
}

spawn() {
    exec 9>"$passing/lock"
    flock 9
    pid=$(postmaster)
    if [ -n "$pid" ]; then
        echo "$name: runs already, process $pid"
        exec 9>&-
        return 0
    fi
    if [ -e "$data.half" ]; then
        echo "$name: its data is half rewound: it is copied from a primary (rejoin), and never started" >&2
        return 1
    fi
    if ! await_end 10; then
        echo "$name: its old processes $(processes | tr '\n' ' ')do not end" >&2
        return 1
    fi
    launch
    exec 9>&-
    echo "$name: started, process $pid"
}

await_answer() {
    give_up=$(($(date +%s) + ${1:-30}))
    until answer=$(ask "$name" 2 'SELECT 1'); do
        if [ -z "$(postmaster)" ] && [ ! -e "/proc/$pid" ]; then
            echo "$name: ended at once: $(last_words)" >&2
            return 1
        fi
        if [ "$(date +%s)" -gt "$give_up" ]; then
            echo "$name: does not answer on $address:5432: $answer; $(last_words)" >&2
            return 1
        fi
        sleep 0.02
    done
}

require_process() {
    pid=$(postmaster)
    if [ -z "$pid" ]; then
        echo "$name: did not run, so nothing was done to it" >&2
        exit 1
    fi
}

# The postmaster is stopped first, so that no child is born meanwhile that nobody would kill.
end() {
    require_process
    hold_down
    if [ "$1" = KILL ]; then
        kill -STOP "$pid"
        all=$(processes)
        kill -KILL $all 2>/dev/null || :
        echo "$name: SIGKILL sent to process $pid and $(($(echo "$all" | wc -l) - 1)) children"
        return 0
    fi
    kill -s "$1" "$pid"
    if ! await_end 15; then
        echo "$name: process $pid still runs long after SIG$1" >&2
        exit 1
    fi
    echo "$name: process $pid ended after SIG$1"
}

pause() {
    require_process
    mark_held
    kill -STOP "$pid"
    all=$(processes)
    kill -STOP $all 2>/dev/null || :
    echo "$name: SIGSTOP sent to process $pid and $(($(echo "$all" | wc -l) - 1)) children"
}

# A child may end between being listed and being woken.
wake() {
    all=$(processes)
    [ -z "$all" ] || kill -CONT $all 2>/dev/null || :
    mark_free
}

stands() {
    pid=$(postmaster)
    if [ -z "$pid" ]; then
        echo "$name: no process: $(last_words)"
        exit 1
    fi
    for each in $(processes); do
        state=$(state_of "$each")
        case $state in
            T | gone) ;;
            *)
                echo "$name: process $each is not stopped, its state is $state"
                exit 1
                ;;
        esac
    done
    if answer=$(ask "$name" 0.5 'SELECT 1'); then
        echo "$name: process $pid is stopped, but $address:5432 answers"
        exit 1
    fi
    echo "$name: process $pid and its children are stopped (T), $address:5432 does not answer"
}

answers() {
    pid=$(postmaster)
    if [ -z "$pid" ]; then
        echo "$name: no process: $(last_words)"
        exit 1
    fi
    if ! answer=$(ask "$name" 2 'SELECT 1'); then
        echo "$name: process $pid is in state $(state_of "$pid") and does not answer on $address:5432: $answer"
        exit 1
    fi
    echo "$name: process $pid runs and answers on $address:5432"
}

gone() {
    all=$(processes)
    if [ -n "$all" ]; then
        echo "$name: $(echo "$all" | wc -l) of its processes are left"
        exit 1
    fi
    answer=$(connect || :)
    case $answer in
        *refused*) ;;
        *)
            echo "$name: no process, but $address:5432 does not refuse connections: ${answer:-connected}"
            exit 1
            ;;
    esac
    echo "$name: no process, $address:5432 refuses connections"
}

runs() {
    pid=$(postmaster)
    if [ -z "$pid" ]; then
        echo "$name: no process: $(last_words)"
        exit 1
    fi
    if ! answer=$(connect); then
        echo "$name: process $pid runs, but $address:5432 does not take connections: $answer"
        exit 1
    fi
    echo "$name: process $pid runs and takes connections on $address:5432"
}
