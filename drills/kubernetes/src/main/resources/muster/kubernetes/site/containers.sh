#!/bin/sh
# The processes in the containers of one node. A pod's sandbox is left as it is: it runs nothing of anybody, and the pod's address lives
# with it. It runs on that node, as root, and nothing may start containers meanwhile.
#
#   sh containers.sh kill NODE      SIGKILL to all of them
#   sh containers.sh ended NODE     exit 0 if none is left
#
# Prints what was done or seen.
set -eu
export LC_ALL=C
verb=$1 node=$2

# Each pod has one shim, which is its processes' parent, and was started with the sandbox's id.
shims() {
    grep -lzE '^([^ ]*/)?containerd-shim-runc-v2$' /proc/[0-9]*/cmdline 2>/dev/null | cut -d / -f 3 || :
}

parents() {
    cat /proc/[0-9]*/stat 2>/dev/null | sed -n 's/^\([0-9]*\) (.*) [^ ]* \([0-9]*\) .*/\1 \2/p'
}

# Of a container its first process is enough: the others go with it.
first_processes() {
    families=$(parents)
    for shim in $(shims); do
        sandbox=$(tr '\0' '\n' <"/proc/$shim/cmdline" 2>/dev/null | sed -n '/^-id$/{n;p;}') || continue
        [ -n "$sandbox" ] || continue
        for process in $(printf '%s\n' "$families" | sed -n "s/^\([0-9]*\) $shim\$/\1/p"); do
            [ -r "/proc/$process/cgroup" ] || continue
            grep -q "$sandbox" "/proc/$process/cgroup" 2>/dev/null || echo "$process"
        done
    done
}

# What has ended and was not yet asked after does nothing any more.
living() {
    for process in $(first_processes); do
        case $(sed 's/^.*) //; s/ .*//' "/proc/$process/stat" 2>/dev/null) in '' | Z | X) ;; *) echo "$process" ;; esac
    done
}

case $verb in
    kill)
        killed=0
        rounds=20
        while left=$(living) && [ -n "$left" ] && [ "$rounds" -gt 0 ]; do
            # shellcheck disable=SC2086 # numbers
            kill -KILL $left 2>/dev/null || :
            [ "$killed" != 0 ] || killed=$(echo "$left" | wc -l)
            rounds=$((rounds - 1))
            sleep 0.1
        done
        echo "$node: SIGKILL sent to the first processes of $killed containers"
        ;;
    ended)
        left=$(living | wc -l)
        if [ "$left" != 0 ]; then
            echo "$node: $left containers run"
            exit 1
        fi
        echo "$node: no container runs"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
