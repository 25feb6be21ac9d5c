#!/bin/sh
# What can be done to one member of the lab. It runs in the member's network namespace, within the lab's process namespace.
#
#   sh member.sh spawn NAME       starts it, if it does not run; does not wait
#   sh member.sh start NAME       starts it, if it does not run, and waits until it listens
#   sh member.sh kill NAME        SIGKILL
#   sh member.sh terminate NAME   SIGTERM, and waits until it has ended
#   sh member.sh gone NAME        exit 0 if no process of it is left and its client port refuses connections
#   sh member.sh runs NAME        exit 0 if it runs and takes connections on its client port
#   sh member.sh pause NAME       SIGSTOP
#   sh member.sh resume NAME      SIGCONT; starts it if it does not run, as start does
#   sh member.sh stands NAME      exit 0 if its process is stopped and a question to its client port gets no answer
#   sh member.sh answers NAME     exit 0 if it runs and answers a question on its client port
#
# Prints what was done or seen.
set -eu
export LC_ALL=C
lab=$(cd "$(dirname "$0")" && pwd)
verb=$1
name=$2
. "$lab/settings"
data=$lab/$name/disk/data
log=$lab/$name/log
eval "address=\$address_$name"

# The member's own process and no other: it is known by its data folder, among the lab's processes only. The pattern comes
# by standard input, or grep would find itself.
processes() {
    printf '%s\n' "--data-dir=$data" | grep -lzFx -f - /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3 || :
}

# A process that is being reaped has no command line any more, but may still hold the port: only a missing entry is gone.
await_end() {
    pid=$1
    rounds=$2
    while [ -e "/proc/$pid" ]; do
        rounds=$((rounds - 1))
        [ "$rounds" -gt 0 ] || return 1
        sleep 0.01
    done
}

connect() {
    socat -u OPEN:/dev/null "TCP:$address:2379,connect-timeout=1" 2>&1
}

# The kernel takes connections for a stopped process: only an answer shows that it lives.
ask() {
    printf 'GET /version HTTP/1.0\r\n\r\n' |
        socat -t "$1" -T "$1" - "TCP:$address:2379,connect-timeout=$1" 2>&1 | sed -n '1s/\r$//p'
}

# The letter in /proc/PID/stat behind the command's name in brackets: T is stopped.
state_of() {
    sed 's/^.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null || echo gone
}

# What it last said of itself above the level of news, without what surrounds it; its last line if that is no log line.
last_words() {
    tail -n 50 "$log" 2>/dev/null | grep -v '"level":"\(debug\|info\)"' | tail -n 1 |
        sed 's/^{.*"msg":"\([^"]*\)".*"error":"\(\([^"\\]\|\\.\)*\)".*/\1: \2/; s/^{.*"msg":"\([^"]*\)".*/\1/' | cut -c 1-300
}

spawn() {
    exec 9>"$lab/$name/lock"
    flock 9
    pid=$(processes)
    if [ -n "$pid" ]; then
        echo "$name: runs already, process $pid"
        exec 9>&-
        return 0
    fi
    if [ -s "$lab/$name/pid" ] && ! await_end "$(cat "$lab/$name/pid")" 500; then
        echo "$name: its old process $(cat "$lab/$name/pid") does not end" >&2
        return 1
    fi
    case $(uname -m) in
        x86_64) unsupported= ;;
        aarch64) unsupported=ETCD_UNSUPPORTED_ARCH=arm64 ;;
        *) unsupported=ETCD_UNSUPPORTED_ARCH=$(uname -m) ;;
    esac
    # A member that was replaced by an empty one joins a cluster that exists; it must never found one.
    state=new
    [ ! -s "$lab/$name/state" ] || state=$(cat "$lab/$name/state")
    # The environment is emptied: etcd reads every ETCD_ variable as a flag.
    env -i PATH="$PATH" $unsupported setsid "$etcd" \
        --name="$name" --data-dir="$data" \
        --listen-client-urls="http://$address:2379" --advertise-client-urls="http://$address:2379" \
        --listen-peer-urls="http://$address:2380" --initial-advertise-peer-urls="http://$address:2380" \
        --initial-cluster="$cluster" --initial-cluster-state="$state" --initial-cluster-token="$token" \
        --heartbeat-interval="$heartbeat_millis" --election-timeout="$election_millis" --pre-vote=true \
        --quota-backend-bytes="$quota_bytes" --auto-compaction-mode=periodic --auto-compaction-retention=5m \
        --logger=zap --log-outputs=stderr </dev/null >>"$log" 2>&1 9>&- &
    pid=$!
    echo "$pid" >"$lab/$name/pid"
    # Whoever waits for the lock must find it, and it bears its arguments only once it is etcd.
    rounds=200
    while [ "$rounds" -gt 0 ] && [ -z "$(processes)" ]; do
        case $(state_of "$pid") in Z | gone) break ;; esac
        rounds=$((rounds - 1))
        sleep 0.01
    done
    exec 9>&-
    echo "$name: started, process $pid"
}

case $verb in
    spawn)
        spawn
        ;;
    start | resume)
        if [ "$verb" = resume ]; then
            pid=$(processes)
            [ -z "$pid" ] || kill -CONT $pid
        fi
        spawn
        rounds=500
        until connect >/dev/null; do
            rounds=$((rounds - 1))
            if [ "$rounds" = 0 ]; then
                echo "$name: does not take connections on $address:2379: $(last_words)" >&2
                exit 1
            fi
            if [ -z "$(processes)" ] && [ ! -e "/proc/$pid" ]; then
                echo "$name: ended at once: $(last_words)" >&2
                exit 1
            fi
            sleep 0.01
        done
        echo "$name: takes connections on $address:2379"
        ;;
    kill | terminate)
        pid=$(processes)
        if [ -z "$pid" ]; then
            echo "$name: did not run, so nothing was done to it" >&2
            exit 1
        fi
        if [ "$verb" = kill ]; then
            kill -KILL $pid
            echo "$name: SIGKILL sent to process $pid"
            exit 0
        fi
        kill -TERM $pid
        if ! await_end "$pid" 1500; then
            echo "$name: process $pid still runs long after SIGTERM" >&2
            exit 1
        fi
        echo "$name: process $pid ended after SIGTERM"
        ;;
    pause)
        pid=$(processes)
        if [ -z "$pid" ]; then
            echo "$name: did not run, so nothing was done to it" >&2
            exit 1
        fi
        kill -STOP $pid
        echo "$name: SIGSTOP sent to process $pid"
        ;;
    stands)
        pid=$(processes)
        if [ -z "$pid" ]; then
            echo "$name: no process: $(last_words)"
            exit 1
        fi
        state=$(state_of "$pid")
        if [ "$state" != T ]; then
            echo "$name: process $pid is not stopped, its state is $state"
            exit 1
        fi
        answer=$(ask 0.5)
        case $answer in
            HTTP/*)
                echo "$name: process $pid is stopped, but $address:2379 answers: $answer"
                exit 1
                ;;
        esac
        echo "$name: process $pid is stopped (T), $address:2379 takes a connection and does not answer"
        ;;
    answers)
        pid=$(processes)
        if [ -z "$pid" ]; then
            echo "$name: no process: $(last_words)"
            exit 1
        fi
        answer=$(ask 2)
        case $answer in
            HTTP/*) echo "$name: process $pid runs and answers on $address:2379" ;;
            *)
                echo "$name: process $pid is in state $(state_of "$pid") and does not answer on $address:2379"
                exit 1
                ;;
        esac
        ;;
    gone)
        pid=$(processes)
        if [ -n "$pid" ]; then
            echo "$name: process $pid runs"
            exit 1
        fi
        answer=$(connect || :)
        case $answer in
            *refused*) ;;
            *)
                echo "$name: no process, but $address:2379 does not refuse connections: ${answer:-connected}"
                exit 1
                ;;
        esac
        echo "$name: no process, $address:2379 refuses connections"
        ;;
    runs)
        pid=$(processes)
        if [ -z "$pid" ]; then
            echo "$name: no process: $(last_words)"
            exit 1
        fi
        if ! answer=$(connect); then
            echo "$name: process $pid runs, but $address:2379 does not take connections: $answer"
            exit 1
        fi
        echo "$name: process $pid runs and takes connections on $address:2379"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
