#!/bin/sh
# Makes the root file system that every server of the lab has below its own changes, from Debian's packages; once for a machine.
#
#   sh root.sh ROOT LOG       ROOT is there when this ends well, whole or not at all; what debootstrap says goes to LOG
#
# It is to run in a mount namespace and a process namespace of its own: what debootstrap mounts ends with them.
set -eu
root=$1 log=$2
packages=systemd,systemd-sysv,dbus,openssh-server,iproute2,nftables,iptables,procps,kmod,mount,ca-certificates,curl,conntrack,ethtool,e2fsprogs,netbase

mkdir -p "${root%/*}"
chmod 755 "${root%/*}"
exec 9>"$root.lock"
flock 9
[ ! -d "$root" ] || exit 0
rm -rf "$root.new"
if ! debootstrap --variant=minbase --include="$packages" bookworm "$root.new" >"$log" 2>&1 9>&-; then
    echo "debootstrap failed: $(grep -E '^[EW]:' "$log" | tail -n 1)" >&2
    rm -rf "$root.new"
    exit 1
fi
# Every server gets keys and an identity of its own. Nothing of Debian's is to start by itself but ssh.
rm -f "$root.new"/etc/ssh/ssh_host_*_key* "$root.new/etc/machine-id"
: >"$root.new/etc/machine-id"
for unit in getty.target console-getty.service apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer; do
    ln -sf /dev/null "$root.new/etc/systemd/system/$unit"
done
rm -rf "$root.new/var/cache/apt/archives" "$root.new/var/lib/apt/lists"
mkdir -p "$root.new/var/lib/rancher/k3s" "$root.new/etc/rancher/k3s" "$root.new/usr/lib/modules"
mv "$root.new" "$root"
