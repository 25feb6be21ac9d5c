#!/bin/sh
# Waits until the link of a lab that has ended is gone, and deletes its groups of processes in every hierarchy.
#
#   sh sweep.sh LINK        exit 0 when nothing is left; else what is left, on standard output
set -u
link=$1
left() {
    if ip link show "$link" >/dev/null 2>&1; then echo "the link $link"; fi
    for place in $(awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/mounts | sort -u); do
        [ -d "$place/$link" ] || continue
        find "$place/$link" -depth -type d -exec rmdir {} + 2>/dev/null
        if [ -d "$place/$link" ]; then echo "the group $place/$link"; fi
    done
}
for _ in $(seq 50); do
    what=$(left)
    [ -n "$what" ] || exit 0
    sleep 0.1
done
echo "$what"
exit 1
