# Sourced by server.sh: what time one server believes it is. A lab that was brought up with clocks of its own starts its servers under
# libfaketime, which reads the difference from a file, again each second.

clock=$lab/$name/clock

# The environment in which a server starts, each variable a line.
clock_environment() {
    [ -n "$faketime" ] || return 0
    [ -e "$clock" ] || set_clock 0
    printf '%s\n' "LD_PRELOAD=$faketime" "FAKETIME_TIMESTAMP_FILE=$clock" FAKETIME_CACHE_DURATION=1 FAKETIME_DONT_FAKE_MONOTONIC=1
}

set_clock() {
    printf '%+d\n' "$1" >"$clock.new"
    mv "$clock.new" "$clock"
}

jump() {
    require_process
    set_clock "$1"
    echo "$name: told that it is $1 seconds later than it is"
}

# off SECONDS: exit 0 if the server's clock differs from its node's by that much, give or take the time that it takes to ask. A new session
# has the time that its postmaster read last, or reads it anew if that is a second old. The wait is ours: pg_sleep counts by the
# clock that jumps, and once that is set back it sleeps for all of the jump.
off() {
    sleep 1.1
    answer=$(ask "$name" 4 "SELECT extract(epoch FROM clock_timestamp())::bigint") || {
        echo "$name: does not tell its time: $answer"
        exit 1
    }
    difference=$((answer - $(date +%s)))
    [ "$difference" -ge $(($1 - 2)) ] && [ "$difference" -le $(($1 + 2)) ]
}

jumped() {
    if ! off "$1"; then
        echo "$name: its clock is $difference s off its node's"
        exit 1
    fi
    echo "$name: its clock is $difference s off its node's"
}

on_time() {
    set_clock 0
    echo "$name: told the time of its node"
}

punctual() {
    if ! off 0; then
        echo "$name: its clock is $difference s off its node's"
        exit 1
    fi
    well
}
