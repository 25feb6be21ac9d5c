#!/bin/sh
# Fills the file system that one etcd member or PostgreSQL server of the lab keeps its data on, and frees it again. It must
# have one of its own: without, nothing is done. Nothing that the server wrote is ever deleted here, its log least of all.
#
#   sh disk.sh fill NAME     takes all space that is left, and makes it need some: it dies of that
#   sh disk.sh full NAME     exit 0 if no process of it is left and its own log says that it died for want of space
#   sh disk.sh free NAME     gives the space back and starts it, if it does not run
#   sh disk.sh spare NAME    exit 0 if nothing of ours takes space and it is well
#
# Prints what was done or seen.
set -eu
export LC_ALL=C
lab=$(cd "$(dirname "$0")" && pwd)
verb=$1
name=$2
. "$lab/settings"
disk=$lab/$name/disk
log=$lab/$name/log
filler=$disk/muster-filler
# How long the log was when the space was taken: what stands before it died of something else.
mark=$lab/$name/filled-at

case $name in
    m*) . "$lab/disk-etcd.sh" ;;
    p*) . "$lab/disk-postgres.sh" ;;
esac

available() {
    df --output=avail -B1 "$disk" | tail -n 1 | tr -d ' '
}

# Whole extents at once as far as they go, then block by block until there is none. Bounded by the file system's size.
take() {
    size=$(stat -c %s "$filler" 2>/dev/null || echo 0)
    fallocate -o "$size" -l "$(($(available) + 4096))" "$filler" 2>/dev/null || :
    if dd if=/dev/zero "of=$filler" bs=4096 count=$((disk_mib * 256)) oflag=append conv=notrunc 2>/dev/null; then
        echo "$name: $(available) bytes are still free" >&2
        exit 1
    fi
}

dies_within() {
    give_up=$(($(date +%s) + $1))
    while ! is_gone >/dev/null; do
        [ "$(date +%s)" -le "$give_up" ] || return 1
        sleep 0.05
    done
}

case $verb in
    fill)
        if ! mountpoint -q "$disk"; then
            echo "$name: has no file system of its own, so nothing was filled" >&2
            exit 1
        fi
        require_fillable
        stat -c %s "$log" >"$mark"
        until=$(($(date +%s) + 20))
        # Meanwhile it may have deleted a file of its own, or be at a recovery that it is going to die of.
        while [ "$(date +%s)" -lt "$until" ]; do
            take
            answer=$(need_space 2>&1 || :)
            if dies_within 1; then
                # What its last file took is free again.
                take
                echo "$name: $(stat -c %s "$filler") bytes taken, none left; it died"
                exit 0
            fi
            let_in
        done
        echo "$name: has no space left and still runs: ${answer:-no answer}" >&2
        exit 1
        ;;
    full)
        if [ ! -e "$mark" ]; then
            echo "$name: its file system was not filled, $(available) bytes are free"
            exit 1
        fi
        gone=$(is_gone) || { echo "$gone" && exit 1; }
        words=$(tail -c "+$(($(cat "$mark") + 1))" "$log" | last_words)
        if [ -z "$words" ]; then
            echo "$name: no process, but its log does not say that space ran out"
            exit 1
        fi
        if [ "$(available)" -ge 1048576 ]; then
            echo "$name: no process, but $(available) bytes are free"
            exit 1
        fi
        echo "$name: no process, and its log says: $words"
        ;;
    free)
        rm -f "$filler" "$mark"
        bring_back
        ;;
    spare)
        if [ -e "$filler" ]; then
            echo "$name: $(stat -c %s "$filler") bytes are still taken"
            exit 1
        fi
        state=$(is_well) || { echo "$state" && exit 1; }
        echo "$state, its disk has space"
        ;;
    *)
        echo "unknown verb: $verb" >&2
        exit 64
        ;;
esac
