#!/bin/sh
# What a server of the lab needs before K3s starts, at every boot: its address, and what K3s expects of a machine and a container
# has not.
#
# settings: address, gateway
set -eu
. /etc/muster-lab/settings

ip link set lo up
ip address replace "$address/24" dev host0
ip link set host0 up
# K3s wants a default route to be there. Nobody has that address: nothing leaves this machine.
ip route replace default via "$gateway"
echo 1 >/proc/sys/net/ipv4/ip_forward

# The kubelet reads the kernel's messages; it gets the console, where there are none.
[ -e /dev/kmsg ] || ln -s console /dev/kmsg
mount --make-rshared /
mount -o remount,rw /sys

# A container has no list of the kernel's modules, where kube-proxy looks for settings of theirs. It may read them.
if [ ! -e /sys/module ]; then
    mkdir -p /run/muster-lab/sys /sys/module
    mount -t sysfs -o ro sysfs /run/muster-lab/sys
    mount --bind -o ro /run/muster-lab/sys/module /sys/module
fi

# The kubelet sets what belongs to the whole machine. It gets files of its own to write to.
for name in vm/overcommit_memory vm/panic_on_oom kernel/panic kernel/panic_on_oops kernel/keys/root_maxkeys kernel/keys/root_maxbytes; do
    [ -e "/proc/sys/$name" ] || continue
    own="/run/muster-lab/$name"
    mkdir -p "${own%/*}"
    cat "/proc/sys/$name" >"$own"
    mount --bind "$own" "/proc/sys/$name"
done

# With one hierarchy of cgroups all is writable already. With several, each controller is mounted where K3s looks for it.
[ "$(stat -f -c %T /sys/fs/cgroup)" = tmpfs ] || exit 0
mount -o remount,rw /sys/fs/cgroup
for controller in cpu cpuacct cpuset memory devices freezer blkio pids; do
    grep -q "^$controller[[:space:]]" /proc/cgroups || continue
    place="/sys/fs/cgroup/$controller"
    ! mountpoint -q "$place" || umount "$place"
    [ ! -h "$place" ] || rm "$place"
    mkdir -p "$place"
    mount -t cgroup -o "$controller" cgroup "$place"
done
