#!/bin/sh
# What can be done to one PostgreSQL server, be it of the lab or in a pod. It runs among the server's own processes and in its own network
# namespace. What differs from one ground to the other, where things lie and how a server is started, stands in server-ground.sh beside it.
#
#   sh server.sh spawn NAME       starts it, if it does not run; does not wait; makes its data if it never had any
#   sh server.sh start NAME       starts it, if it does not run, as what it was, and waits until it answers
#   sh server.sh kill NAME        SIGKILL to the postmaster and all its children at once, as when a machine dies
#   sh server.sh terminate NAME   a fast shutdown, and waits until it has ended
#   sh server.sh immediate NAME   an immediate shutdown: no checkpoint, so that it recovers at its next start
#   sh server.sh gone NAME        exit 0 if no process of it is left and its port refuses connections
#   sh server.sh runs NAME        exit 0 if it runs and takes connections
#   sh server.sh pause NAME       SIGSTOP to the postmaster and all its children
#   sh server.sh resume NAME      SIGCONT to them, then what rejoin does
#   sh server.sh stands NAME      exit 0 if all its processes are stopped and a question gets no answer
#   sh server.sh answers NAME     exit 0 if it runs and answers a question
#   sh server.sh promote NAME     makes a primary of a standby, then a checkpoint, which pg_rewind wants of its source
#   sh server.sh follow NAME OF   lets a standby stream from another server
#   sh server.sh rejoin NAME      makes it well again, whatever happened to it; never a second primary; keeps what it rewinds
#   sh server.sh rebuild NAME     makes its data anew by pg_basebackup from the primary
#   sh server.sh lose NAME        SIGKILL as above, and its data directory is moved away
#   sh server.sh lost NAME        exit 0 if those data are gone: no process and no data, or a copy in their place
#   sh server.sh whole NAME       what rejoin does, with the lost data if no other server is a primary; then they are deleted
#   sh server.sh restored NAME    exit 0 if it is well and none are left; of a standby, that it is of the primary's cluster and uses its slot
#   sh server.sh configure NAME LINE...    lets it run with these settings, which go before its own, until unconfigure
#   sh server.sh configured NAME LINE...   exit 0 if they are in force
#   sh server.sh unconfigure NAME          takes them away
#   sh server.sh plain NAME                exit 0 if it is well and none is left
#   sh server.sh cancel-waiting NAME       lets the commits go that wait for a synchronous standby
#   sh server.sh remains NAME SINCE        where the copies of its data lie that were kept since then (a UTC time as in their names)
#   sh server.sh remains-serve NAME COPY   starts a server on such a copy, on a port of its own, that takes no write
#   sh server.sh remains-end NAME          ends that server
#   sh server.sh well NAME        exit 0 if it runs and is the only primary, or streams from the primary on its timeline
#
# One step at a time, for who reconciles a split brain:
#   sh server.sh reaches NAME OF             exit 0 if another server answers this one's node
#   sh server.sh end NAME                    ends it if it runs, in order if it can
#   sh server.sh keep-as NAME FOLDER         keeps a whole copy of its data under that name
#   sh server.sh hold NAME                   starts it so that it takes no write and follows nobody
#   sh server.sh rewind-to NAME OF [--dry-run]  pg_rewind towards another server; exit 9 if it refuses or fails
#   sh server.sh copy-of NAME OF             makes its data anew by pg_basebackup from another server, and follows it
#   sh server.sh standby-of NAME OF          starts it as a standby of another server, and waits until it streams
#
# Prints what was done or seen.
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
verb=$1
name=$2
. "$here/server-ground.sh"
. "$here/server-process.sh"
. "$here/server-replication.sh"
. "$here/server-settings.sh"
. "$here/server-remains.sh"
. "$here/server-reconcile.sh"
. "$here/server-loss.sh"

unknown_verb() {
    echo "unknown verb: $verb" >&2
    exit 64
}

# No rejoin may meet another one: a guard's, say, and Muster's.
alone() {
    exec 8>"$passing/rejoin.lock"
    flock 8
}

case $verb in
    spawn) spawn ;;
    start)
        spawn
        await_answer
        echo "$name: answers on $address:5432"
        ;;
    kill) end KILL ;;
    terminate) end INT ;;
    immediate) end QUIT ;;
    gone) gone ;;
    runs) runs ;;
    pause) pause ;;
    resume)
        alone
        wake
        rejoin
        ;;
    stands) stands ;;
    answers) answers ;;
    promote) promote ;;
    follow) follow "$3" ;;
    rejoin)
        alone
        rejoin
        ;;
    rebuild)
        alone
        rebuild
        proved_copy
        ;;
    lose) lose ;;
    lost) lost ;;
    whole)
        alone
        whole
        ;;
    restored) restored ;;
    configure)
        shift 2
        configure "$@"
        ;;
    configured)
        shift 2
        configured "$@"
        ;;
    unconfigure) unconfigure ;;
    plain) plain ;;
    cancel-waiting) cancel_waiting ;;
    remains) remains "$3" ;;
    remains-serve)
        alone
        remains_serve "$3"
        ;;
    remains-end) remains_end ;;
    well) well ;;
    reaches) reaches "$3" ;;
    end)
        alone
        stop
        echo "$name: no process of it runs"
        ;;
    keep-as)
        alone
        keep_as "$3"
        ;;
    hold)
        alone
        hold
        ;;
    rewind-to)
        alone
        rewind_to "$3" "${4:-}"
        ;;
    copy-of)
        alone
        copy_of "$3"
        ;;
    standby-of)
        alone
        standby_of "$3"
        ;;
    *)
        own_verb "$@"
        ;;
esac
