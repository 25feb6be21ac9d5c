# Sourced by muster. Runs a command as a child that keeps the terminal, and passes signals and the exit code on.

# interrupts_ignored: whether this shell was started with SIGINT ignored, as in the background of a script.
interrupts_ignored() {
    while read -r name value; do
        [ "$name" = SigIgn: ] && break
    done <"/proc/$$/status"
    case $value in *[2367abef]) return 0 ;; esac
    return 1
}

# What came before there was a child, or between two of them.
child='' pending=''

# forward SIGNAL: to the child, or, before there is one, as soon as there is.
forward() {
    pending=$1
    [ -n "$child" ] && kill -"$1" "$child" 2>/dev/null
}

# run_child COMMAND...: sets code to the command's exit code, or to that of a signal which came before it was started. Where
# entering is set, that function becomes the command. A signal that comes once it has ended is not for this shell either.
# A shell gives what it starts by '&' no input and makes it deaf to SIGINT; both are undone, so that Ctrl-C, which the
# terminal sends to the whole group, reaches the child, which heals, while this shell waits for it.
run_child() {
    interrupts_ignored || set -- env --default-signal=INT,QUIT "$@"
    trap 'forward TERM' TERM
    trap 'forward HUP' HUP
    trap 'pending=INT' INT
    trap : QUIT
    case $pending in
        HUP) code=129 && return ;;
        INT) code=130 && return ;;
        TERM) code=143 && return ;;
    esac
    exec 3<&0
    ${entering:-} "$@" <&3 3<&- &
    child=$!
    exec 3<&-
    [ -n "$pending" ] && forward "$pending"
    while :; do
        wait "$child"
        code=$?
        kill -0 "$child" 2>/dev/null || break
    done
    child=''
}
