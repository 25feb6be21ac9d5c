#!/bin/sh
# The first process of a K3s cluster on this machine. It is number 1 of its process namespace and has mounts of its own: when it ends, the
# kernel ends every server, and what they mounted; with their network goes the one link that leads to it.
#
#   sh first.sh LAB     what raise.sh tells comes to standard output; it stays if it reads "stay", and ends at the end of its input
set -eu
cd "$1"
sh raise.sh </dev/null &
read -r word
[ "$word" = stay ]
exec </dev/null >>first.log 2>&1
while :; do
    sleep infinity &
    wait $! || :
done
