#!/bin/sh
# What can be done to the server process of one node that holds its etcd member: that of K3s, which is the API server and the kubelet too
# (its pods go on in every case: its unit is KillMode=process), or an etcd by itself. It runs on that node, as root.
#
#   sh server.sh VERB NODE ADDRESS UNIT PORT HEALTH
#
# UNIT is its unit of systemd, PORT etcd's client port at ADDRESS, HEALTH where etcd answers HTTP, as HOST/PORT. The verbs:
#
#   start       lets go of it and starts it, if it does not run; waits until etcd listens
#   serve       as start; starts it anew if neither API server nor kubelet comes after that
#   kill        holds it down, then SIGKILL
#   terminate   holds it down, then SIGTERM, and waits a while for its end
#   gone        exit 0 if it does not run and etcd's client port refuses connections
#   runs        exit 0 if nothing holds it, it runs, and etcd takes connections
#   pause       SIGSTOP
#   resume      SIGCONT; starts it if it does not run, as start does
#   reboot      restarts the whole node in order
#   rebooted    exit 0 if that was done: another boot runs, or this one ends
#   unplug      only notes which boot runs: the power is cut by hand
#   unplugged   exit 0 if another boot runs than that one
#   hold        holds it down from its next end on
#   return      as start, once another boot runs
#   returned    exit 0 if that runs, and etcd takes connections
#   stands      exit 0 if its process is stopped and etcd does not answer
#   answers     exit 0 if nothing holds it, it runs, and etcd answers
#
# Prints what was done or seen.
set -eu
export LC_ALL=C
verb=$1 node=$2 address=$3 unit=$4 port=$5 health=$6
# A unit in /etc/systemd/system, where K3s's installer puts its own, outranks a mask in /run: only settings of ours beside it hold it down.
hold=/run/muster-hold-$unit
before=/var/lib/muster/boot-before
settings=/run/systemd/system/$unit.service.d/muster-hold.conf

main_process() {
    pid=$(systemctl show --property=MainPID --value "$unit")
    [ "${pid:-0}" != 0 ] || pid=
}

require_process() {
    main_process
    if [ -z "$pid" ]; then
        echo "$node: $unit does not run, so nothing was done to it" >&2
        exit 1
    fi
}

hold_down() {
    : >"$hold"
    mkdir -p "${settings%/*}"
    printf '[Unit]\nConditionPathExists=!%s\n[Service]\nRestart=no\n' "$hold" >"$settings"
    systemctl daemon-reload
}

let_go() {
    [ -e "$hold" ] || [ -e "$settings" ] || return 0
    rm -f "$hold" "$settings"
    rmdir "${settings%/*}" 2>/dev/null || :
    systemctl daemon-reload
}

require_free() {
    if [ -e "$hold" ] || [ -e "$settings" ]; then
        echo "$node: $unit is held down by $settings"
        exit 1
    fi
}

same_boot() {
    [ -s "$before" ] && [ "$(cat "$before")" = "$(cat /proc/sys/kernel/random/boot_id)" ]
}

uptime_seconds() {
    read -r up _ </proc/uptime
    echo "${up%.*}"
}

await_end() {
    until_then=$(($(uptime_seconds) + $2))
    while [ -e "/proc/$1" ]; do
        [ "$(uptime_seconds)" -lt "$until_then" ] || return 1
        sleep 0.05
    done
}

connect() {
    timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$address" "$port" 2>&1
}

# The kernel takes connections for a stopped process: only an answer shows that it lives. K3s's etcd has its health and metrics on a port
# of the loopback, without TLS; where there is TLS, that etcd hangs up on such words is an answer too.
ask() {
    timeout "$1" bash -c 'exec 3<>"/dev/tcp/$0" || exit
        printf "GET /health HTTP/1.0\r\n\r\n" >&3
        IFS= read -r said <&3
        printf %s "${said:-HTTP hung up on, for want of TLS}"' "$health" 2>&1 | tr -d '\r'
}

state_of() {
    sed 's/^.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null || echo gone
}

last_words() {
    journalctl "--unit=$unit" --lines=1 --output=cat --no-pager 2>/dev/null | cut -c 1-300
}

require_running() {
    main_process
    if [ -z "$pid" ]; then
        echo "$node: $unit does not run ($(systemctl is-active "$unit" || :)): $(last_words)"
        exit 1
    fi
}

start() {
    let_go
    main_process
    if [ -z "$pid" ]; then
        systemctl reset-failed "$unit" 2>/dev/null || :
        systemctl start --no-block "$unit"
    fi
    until_then=$(($(uptime_seconds) + 50))
    until said=$(connect); do
        if [ "$(uptime_seconds)" -ge "$until_then" ]; then
            echo "$node: $unit was started, but etcd does not take connections on $address:$port: ${said:-no answer}; $(last_words)" >&2
            exit 1
        fi
        sleep 0.1
    done
    main_process
    echo "$node: $unit runs${pid:+, process $pid,} and etcd takes connections on $address:$port"
}

# Either port is enough: the API's may be another one.
listens() {
    for each in 6443 10250; do
        ! timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$address" "$each" 2>/dev/null || return 0
    done
    return 1
}

# await_listening SECONDS
await_listening() {
    until_then=$(($(uptime_seconds) + $1))
    until listens; do
        [ "$(uptime_seconds)" -lt "$until_then" ] || return 1
        sleep 0.5
    done
}

# An API server that finds no etcd for 20 s gives up, and what was started with it may wait for it for ever.
serve() {
    start
    if await_listening 15; then return 0; fi
    systemctl restart --no-block "$unit"
    if await_listening 20; then
        echo "$node: neither API server nor kubelet came: $unit was started anew, and they listen"
        return 0
    fi
    echo "$node: $unit was started anew, and neither its API server nor its kubelet listens: $(last_words)" >&2
    exit 1
}

case $verb in
    start)
        start
        ;;
    serve)
        serve
        ;;
    resume)
        main_process
        [ -z "$pid" ] || kill -CONT "$pid"
        start
        ;;
    kill)
        require_process
        hold_down
        kill -KILL "$pid"
        echo "$node: SIGKILL sent to process $pid of $unit, which is held down"
        ;;
    terminate)
        require_process
        hold_down
        systemctl stop --no-block "$unit"
        # Whoever injects waits for no more than 20 s; whether it bites is asked after that.
        if await_end "$pid" 18; then
            echo "$node: process $pid of $unit ended after SIGTERM, and is held down"
        else
            echo "$node: process $pid of $unit was told to end (SIGTERM) and takes its time; it is held down"
        fi
        ;;
    pause)
        require_process
        kill -STOP "$pid"
        echo "$node: SIGSTOP sent to process $pid of $unit"
        ;;
    gone)
        main_process
        if [ -n "$pid" ]; then
            echo "$node: process $pid of $unit runs"
            exit 1
        fi
        said=$(connect || :)
        case $said in
            *refused*) ;;
            *)
                echo "$node: $unit does not run, but $address:$port does not refuse connections: ${said:-connected}"
                exit 1
                ;;
        esac
        echo "$node: $unit does not run ($(systemctl is-active "$unit" || :)), $address:$port refuses connections"
        ;;
    reboot)
        require_process
        cat /proc/sys/kernel/random/boot_id >"$before"
        sync "$before"
        systemctl reboot
        echo "$node: restarts in order"
        ;;
    rebooted)
        [ -s "$before" ] || { echo "$node: was not told to restart" && exit 1; }
        if ! same_boot; then
            echo "$node: has restarted"
        elif [ "$(systemctl is-system-running || :)" = stopping ]; then
            echo "$node: goes down"
        else
            echo "$node: still runs"
            exit 1
        fi
        ;;
    unplug)
        require_process
        cat /proc/sys/kernel/random/boot_id >"$before"
        sync "$before" "${before%/*}"
        echo "$node: is to be switched off by hand"
        ;;
    unplugged)
        [ -s "$before" ] || { echo "$node: nobody was asked to switch it off" && exit 1; }
        ! same_boot || { echo "$node: still answers: it was not switched off" && exit 1; }
        echo "$node: was switched off, another boot runs"
        ;;
    hold)
        require_process
        hold_down
        echo "$node: $unit is not started again when it ends"
        ;;
    return)
        # What goes down takes this script with it.
        until_then=$(($(uptime_seconds) + 50))
        while same_boot && [ "$(systemctl is-system-running || :)" = stopping ]; do
            [ "$(uptime_seconds)" -lt "$until_then" ] || { echo "$node: still goes down" >&2 && exit 1; }
            sleep 0.5
        done
        rm -f "$before"
        start
        ;;
    returned)
        [ ! -e "$before" ] || { echo "$node: was told to restart, and has not come back in order" && exit 1; }
        require_free
        require_running
        said=$(connect) || { echo "$node: $unit runs, but $address:$port does not take connections: $said" && exit 1; }
        echo "$node: up for $(uptime_seconds) s, process $pid of $unit runs, etcd takes connections on $address:$port"
        ;;
    runs)
        require_free
        require_running
        if ! said=$(connect); then
            echo "$node: process $pid of $unit runs, but $address:$port does not take connections: $said"
            exit 1
        fi
        echo "$node: process $pid of $unit runs, etcd takes connections on $address:$port, nothing holds it"
        ;;
    stands)
        require_running
        state=$(state_of "$pid")
        if [ "$state" != T ]; then
            echo "$node: process $pid of $unit is not stopped, its state is $state"
            exit 1
        fi
        said=$(ask 0.7 || :)
        case $said in
            HTTP*)
                echo "$node: process $pid of $unit is stopped, but etcd answers: $said"
                exit 1
                ;;
        esac
        echo "$node: process $pid of $unit is stopped (T), etcd does not answer"
        ;;
    answers)
        require_free
        require_running
        said=$(ask 3 || :)
        case $said in
            HTTP*) echo "$node: process $pid of $unit runs and etcd answers" ;;
            *)
                echo "$node: process $pid of $unit is in state $(state_of "$pid") and etcd does not answer: ${said:-silence}"
                exit 1
                ;;
        esac
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
