#!/bin/sh
# What is done to a PostgreSQL pod from its node, as the node's root. The pod is looked for anew each time, by its uid: its container may
# have been started again meanwhile. A pod that is gone took all with it that was done to it.
#
#   sh pod.sh do UID NAME VERB [WORD...]      server.sh VERB NAME WORD... in its container, as the container's own user
#   sh pod.sh undo UID NAME VERB [WORD...]    the same; exit 0 if the pod is gone
#   sh pod.sh filter WHO VERB NAME [WORD...]  filter.sh VERB NAME WORD... in its network namespace; WHO has NAME=UID of every pod, and a comma
#                                             between two; delete and open exit with 0 if the pod is gone
#
# Prints what was done or seen.
set -eu
export LC_ALL=C

# A container's /etc/hosts is its pod's own file on the node, whatever container runtime and whatever cgroups there are; a container that was
# added for debugging has the same, and another first process.
find_first_process() {
    first=
    for file in $(grep -l "/pods/$uid/etc-hosts /etc/hosts " /proc/[0-9]*/mountinfo 2>/dev/null || :); do
        pid=${file#/proc/}
        pid=${pid%%/*}
        [ "$(sed -n 's/^NSpid:.*[[:space:]]\([0-9]*\)$/\1/p' "/proc/$pid/status" 2>/dev/null)" = 1 ] || continue
        tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qx /muster/supervise.sh || continue
        first=$pid
    done
}

# The kubelet keeps a pod's folder until it has ended for good.
gone() {
    [ ! -d "/var/lib/kubelet/pods/$uid" ]
}

# require_first_process HEALS: exit 0 if the pod is gone and whoever asks wanted nothing but that.
require_first_process() {
    find_first_process
    [ -z "$first" ] || return 0
    if ! gone; then
        echo "$name: its container does not run now (pod $uid)" >&2
        exit 1
    fi
    if [ "$1" = yes ]; then
        echo "$name: the pod $uid is gone, and with it all that was done to it"
        exit 0
    fi
    echo "$name: the pod $uid is not on this node any more" >&2
    exit 1
}

value() {
    tr '\0' '\n' <"/proc/$first/environ" | sed -n "s/^$1=//p"
}

owner() {
    sed -n "s/^$1:[[:space:]]*\([0-9]*\).*/\1/p" "/proc/$first/status"
}

inside() {
    inner=$1
    shift
    exec nsenter --target "$first" --mount --net --pid --setuid "$(owner Uid)" --setgid "$(owner Gid)" -- \
        env -i PATH="$(value PATH)" POD_NAME="$name" SERVICE="$(value SERVICE)" SERVERS="$(value SERVERS)" \
        sh /muster/server.sh "$inner" "$name" "$@"
}

what=$1
case $what in
    do | undo)
        uid=$2 name=$3 verb=$4
        shift 4
        heals=no
        [ "$what" = do ] || heals=yes
        require_first_process "$heals"
        inside "$verb" "$@"
        ;;
    filter)
        who=$2 verb=$3 name=$4
        shift 4
        uid=$(printf '%s\n' "$who" | tr ',' '\n' | sed -n "s/^$name=//p")
        heals=no
        case $verb in delete | open) heals=yes ;; esac
        require_first_process "$heals"
        exec nsenter --target "$first" --net -- sh "$(dirname "$0")/filter.sh" "$verb" "$name" "$@"
        ;;
    *)
        echo "unknown word: $what" >&2
        exit 64
        ;;
esac
