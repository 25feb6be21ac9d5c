#!/bin/sh
# What guards one node while something on it is broken on purpose. It is the same on every kind of node; it needs no network, no
# server of a cluster and no Muster. Its clock is the time since boot: no wall clock is read, and what another boot left is void.
#
#   sh guard.sh FOLDER acquire TOKEN LEASE WHO      locks the node for LEASE centiseconds
#   sh guard.sh FOLDER renew TOKEN LEASE            the same again, if the lease has not run out
#   sh guard.sh FOLDER release TOKEN
#   sh guard.sh FOLDER arm HARM TOKEN WITHIN WHAT HEAL CLEAN ALARM
#                                                   from now on the node heals by itself after WITHIN centiseconds
#   sh guard.sh FOLDER armed HARM                   exit 0 if it does: its alarm is set
#   sh guard.sh FOLDER inject HARM TOKEN SCRIPT     runs SCRIPT if the lease runs, nothing is halted and the heal is armed
#   sh guard.sh FOLDER act TOKEN SECONDS SCRIPT     runs SCRIPT, for so long at most, if the lease runs and nothing is halted
#   sh guard.sh FOLDER heal HARM SCRIPT             runs SCRIPT; the harm can never be injected after that. Exits with 76, and
#                                                   runs nothing, if the harm was never armed or the node has healed it
#   sh guard.sh FOLDER disarm HARM                  the node forgets a harm that was healed; it can never be armed again
#   sh guard.sh FOLDER watch HARM                   waits for the deadline and heals; ALARM starts this
#   sh guard.sh FOLDER open                         prints what is armed; exit 1 if any of it is not healed
#   sh guard.sh FOLDER halt WHY                     heals all that is armed at once, and refuses anything new
#   sh guard.sh FOLDER resume
#
# ALARM is a script of the site, run with two words: what to do, and the harm. "set CENTISECONDS" starts watch by then, without waiting for
# it, as something that outlives whoever asked; "shows" exits with 0 if that is so, and prints it; "ring" has it look at the
# deadline again now; "clear" leaves nothing of it. The centiseconds are the third word.
#
# Exits with 75 when it refuses and 77 when drills are halted, and says why on standard error.
set -eu
export LC_ALL=C
umask 077
here=$1
verb=$2
shift 2
mkdir -p "$here/harms"
read -r boot </proc/sys/kernel/random/boot_id
never_armed='nothing is open: it was never armed here'

# Centiseconds since boot. The 1 before the fraction keeps its leading zero from meaning an octal number.
now() {
    read -r uptime _ </proc/uptime
    now=$((${uptime%.*} * 100 + 1${uptime#*.} - 100))
}

refuse() {
    echo "$*" >&2
    exit 75
}

# put FILE TEXT: nobody ever sees half of it.
put() {
    printf '%s\n' "$2" >"$1.new"
    mv "$1.new" "$1"
}

# One at a time goes through the gate: injections, acts, heals, and whoever takes the lock. Scripts run with the gate's descriptor
# closed, or what they leave in the background would keep it shut.
enter_gate() {
    exec 9>"$here/gate"
    flock -w 40 9 || refuse "the node is busy with another injection or heal"
}

# Shorter than the gate, so that a lease can be renewed while an injection takes its time.
enter_lease() {
    exec 7>"$here/lease"
    flock -w 5 7 || refuse "the node's lease is being changed by another"
}

heed_halt() {
    if [ -e "$here/halted" ]; then
        echo "drills are halted here: $(cat "$here/halted")" >&2
        exit 77
    fi
}

lease_runs() {
    holder='' holder_boot='' since=0 until=0 who=''
    [ -s "$here/lock" ] || return 1
    read -r holder holder_boot since until who <"$here/lock"
    now
    [ "$holder_boot" = "$boot" ] && [ "$until" -gt "$now" ]
}

# require_lease TOKEN: the fence. A holder that slept past its lease finds it run out, whether or not somebody else holds one now.
require_lease() {
    if lease_runs; then
        [ "$holder" = "$1" ] || refuse "the lock is held by another drill: $who"
        return 0
    fi
    refuse "the lock's lease has run out"
}

seconds_until() {
    now
    left=$((($1 - now + 99) / 100))
    [ "$left" -gt 0 ] || left=0
}

# forgotten HARM: whether it was disarmed; what comes late for it must do nothing.
forgotten() {
    [ -e "$here/disarmed" ] && grep -Fxq "$1" "$here/disarmed"
}

# alarm HARM VERB [WORD]
alarm() {
    rung=$1
    shift
    [ -s "$rung/alarm" ] || return 1
    sh "$rung/alarm" "$1" "${rung##*/}" "${2:-}" 7>&- 9>&-
}

require_armed() {
    [ -e "$1/armed" ] && [ ! -e "$1/closed" ] && [ ! -e "$1/fired" ] || refuse "its heal is not armed"
    alarm "$1" shows >/dev/null 2>&1 || refuse "nothing waits for its heal's deadline"
    read -r armed_boot deadline <"$1/deadline"
    now
    [ "$armed_boot" = "$boot" ] && [ "$deadline" -gt "$now" ] || refuse "its heal's deadline has passed"
}

# Heals until the node is clean; whoever disarms meanwhile ends it.
heal_by_itself() {
    exec 9>"$here/gate"
    flock 9
    # Whoever has the node since may have broken the same thing for a drill of his own.
    if [ ! -d "$harm" ] || [ -e "$harm/fired" ]; then exit 0; fi
    : >"$harm/closed"
    sh "$harm/heal" >"$harm/heal.out" 2>&1 8>&- 9>&- || :
    rounds=25
    while [ "$rounds" -gt 0 ]; do
        if sh "$harm/clean" >"$harm/clean.out" 2>&1 8>&- 9>&-; then
            put "$harm/fired" "the node healed by itself: $(tail -n 1 "$harm/clean.out")"
            exit 0
        fi
        rounds=$((rounds - 1))
        sleep 0.2
    done
    exec 9>&-
    sleep 2
}

case $verb in
    acquire)
        enter_gate
        heed_halt
        if lease_runs; then
            seconds_until "$until"
            refuse "another drill runs here: $who, since $(((now - since) / 100)) s, until in $left s at the latest"
        fi
        for harm in "$here"/harms/*; do
            if [ ! -d "$harm" ] || [ -e "$harm/fired" ]; then continue; fi
            if [ ! -e "$harm/armed" ]; then
                # Arming was cut short: it holds the gate, which is ours now.
                put "$harm/fired" "$never_armed"
                continue
            fi
            read -r _ deadline <"$harm/deadline"
            seconds_until "$deadline"
            refuse "an earlier drill's harm is still open here: $(cat "$harm/what"), heals by itself in $left s at the latest"
        done
        enter_lease
        now
        put "$here/lock" "$1 $boot $now $((now + $2)) $3"
        echo "locked for $(($2 / 100)) s"
        ;;
    renew)
        enter_lease
        heed_halt
        require_lease "$1"
        put "$here/lock" "$1 $boot $since $((now + $2)) $who"
        ;;
    release)
        enter_lease
        if lease_runs && [ "$holder" = "$1" ]; then
            rm -f "$here/lock"
        fi
        ;;
    arm)
        harm=$here/harms/$1
        enter_gate
        heed_halt
        require_lease "$2"
        if forgotten "$1"; then
            refuse "it was disarmed before"
        fi
        mkdir "$harm" || refuse "it is armed already"
        put "$harm/what" "$4"
        put "$harm/heal" "$5"
        put "$harm/clean" "$6"
        put "$harm/alarm" "$7"
        now
        put "$harm/deadline" "$boot $((now + $3))"
        sync "$harm/heal" "$harm/clean" "$harm/alarm" "$harm/deadline" "$harm" "$here/harms"
        alarm "$harm" set "$3"
        # Last, and on the disk before anything can be injected: who arms may be cut short anywhere, and so may the node's power.
        put "$harm/armed" "$now"
        sync "$harm/armed" "$harm"
        ;;
    armed)
        harm=$here/harms/$1
        rounds=100
        until shown=$(alarm "$harm" shows 2>&1); do
            rounds=$((rounds - 1))
            [ "$rounds" -gt 0 ] && [ -d "$harm" ] || refuse "nothing waits for its heal's deadline${shown:+: $shown}"
            sleep 0.02
        done
        require_armed "$harm"
        echo "heals by itself in $(((deadline - now) / 100)) s at the latest${shown:+: $shown}"
        ;;
    inject)
        harm=$here/harms/$1
        enter_gate
        heed_halt
        require_lease "$2"
        require_armed "$harm"
        timeout --foreground -k 1 20 sh -c "$3" 9>&-
        ;;
    act)
        enter_gate
        heed_halt
        require_lease "$1"
        timeout --foreground -k 1 "$2" sh -c "$3" 9>&-
        ;;
    heal)
        harm=$here/harms/$1
        enter_gate
        if forgotten "$1"; then
            echo "nothing is open: it was disarmed before"
            exit 76
        fi
        if [ ! -d "$harm" ]; then
            # Nothing goes through the gate unarmed. A command to arm or inject that comes late must find the harm closed.
            mkdir "$harm"
            put "$harm/fired" "$never_armed"
        fi
        if [ -e "$harm/fired" ]; then
            # As when it heals by itself: the node may be another's since.
            cat "$harm/fired"
            exit 76
        fi
        : >"$harm/closed"
        sh -c "$2" 9>&-
        ;;
    disarm)
        harm=$here/harms/$1
        enter_gate
        # A command to inject may still be under way: only a heal that went through this gate has shut it out.
        if [ -d "$harm" ] && [ ! -e "$harm/closed" ] && [ ! -e "$harm/fired" ]; then
            refuse "its heal has not run"
        fi
        if [ -s "$harm/alarm" ]; then
            alarm "$harm" clear >"$harm/clear.out" 2>&1 || refuse "its alarm is not cleared: $(tail -n 1 "$harm/clear.out")"
        fi
        printf '%s\n' "$1" >>"$here/disarmed"
        rm -rf "$harm"
        echo "disarmed"
        ;;
    watch)
        harm=$here/harms/$1
        trap '' HUP
        exec 8>"$harm/watch"
        flock 8
        while read -r armed_boot deadline <"$harm/deadline"; do
            now
            if [ "$armed_boot" != "$boot" ] || [ "$now" -ge "$deadline" ]; then
                heal_by_itself
            else
                sleep 0.2
            fi
        done 2>/dev/null
        ;;
    open)
        left_open=0
        for harm in "$here"/harms/*; do
            [ -d "$harm" ] || continue
            if [ -e "$harm/fired" ]; then
                echo "${harm##*/}: $(cat "$harm/fired")"
                continue
            fi
            if [ ! -e "$harm/armed" ]; then
                echo "${harm##*/}: not armed, so nothing is broken"
                continue
            fi
            left_open=1
            read -r _ deadline 2>/dev/null <"$harm/deadline" || deadline=0
            seconds_until "$deadline"
            echo "${harm##*/}: open, heals by itself in $left s at the latest"
        done
        exit "$left_open"
        ;;
    halt)
        put "$here/halted" "$1"
        for harm in "$here"/harms/*; do
            # One that is disarmed meanwhile needs no deadline any more.
            [ ! -e "$harm/deadline" ] || put "$harm/deadline" "$boot 0" 2>/dev/null || :
            [ -e "$harm/fired" ] || alarm "$harm" ring || :
        done
        ;;
    resume)
        rm -f "$here/halted"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
