# Sourced by muster. Runs a command as a child that keeps the terminal, and passes signals and the exit code on.

# interrupts_ignored: whether this shell was started with SIGINT ignored, as in the background of a script.
interrupts_ignored() {
    while read -r name value; do
        [ "$name" = SigIgn: ] && break
    done <"/proc/$$/status"
    case $value in *[2367abef]) return 0 ;; esac
    return 1
}

# forward SIGNAL: to the child, or, before there is one, as soon as there is.
forward() {
    pending=$1
    [ -n "$child" ] && kill -"$1" "$child" 2>/dev/null
}

# run_child COMMAND...: sets code to the command's exit code.
# A shell gives what it starts by '&' no input and makes it deaf to SIGINT; both are undone, so that Ctrl-C, which the
# terminal sends to the whole group, reaches the child, which heals, while this shell waits for it.
run_child() {
    child='' pending=''
    interrupts_ignored || set -- env --default-signal=INT,QUIT "$@"
    trap 'forward TERM' TERM
    trap 'forward HUP' HUP
    trap : INT QUIT
    exec 3<&0
    "$@" <&3 3<&- &
    child=$!
    exec 3<&-
    [ -n "$pending" ] && forward "$pending"
    while :; do
        wait "$child"
        code=$?
        kill -0 "$child" 2>/dev/null || break
    done
    trap - TERM HUP INT QUIT
}
