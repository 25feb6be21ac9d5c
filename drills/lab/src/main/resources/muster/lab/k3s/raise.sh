#!/bin/sh
# Starts the servers of the lab. Run by first.sh, in the lab's folder.
#
# Reads "settings". Tells on standard output "say WORDS" before what takes long, "failed WORDS", and "started" at the end.
set -eu
. ./settings

failed() {
    echo "failed $*"
    exit 1
}

if [ ! -d "$root" ]; then
    echo "say making the servers' root file system from Debian packages, once: about a minute"
    words=$(sh root.sh "$root" "$PWD/root.log" 2>&1) || failed "$words"
fi

# What systemd-nspawn keeps below /run is this lab's alone, and the machine's own systemd is not asked for anything.
mount -t tmpfs -o mode=755 tmpfs /run

# etcd gets a disk of its own, an image over a loop device, so that it can be filled without harm to the rest. Its deletion leaves
# nothing behind: the kernel frees both with this namespace.
own_disk() {
    [ "$disk_mib" -gt 0 ] &&
        truncate -s "${disk_mib}M" "$1/image" &&
        mkfs.ext4 -q -F -m 0 -E nodiscard "$1/image" &&
        mount -o loop "$1/image" "$2" &&
        rmdir "$2/lost+found" &&
        chmod 700 "$2"
}
for node in $servers; do
    words=$(mount -t overlay -o "lowerdir=layer:$root,upperdir=$node/upper,workdir=$node/work" "$node" "$node/root" 2>&1) ||
        failed "the root file system of $node cannot be mounted: $words"
    mount --bind "$node/data" "$node/root/var/lib/rancher/k3s"
    # The kubelet asks how full the disk is that its folder lies on, and an overlay is none.
    mkdir -p "$node/root/var/lib/kubelet"
    mount --bind "$node/kubelet" "$node/root/var/lib/kubelet"
    database="$node/root/var/lib/rancher/k3s/server/db"
    mkdir -p -m 700 "$node/data/server/db"
    own_disk "$node" "$database" 2>>"$node/disk.log" || : >"$node/shares-disk"
    rm -f "$node/image"
    if [ -d /lib/modules ]; then mount --bind -o ro /lib/modules "$node/root/usr/lib/modules"; fi
done

# One network for all servers, and one link from the machine into it. A process that does nothing keeps it.
network=$(unshare --net sh -c 'sleep infinity </dev/null >/dev/null 2>&1 & echo $!')
nsenter --net="/proc/$network/ns/net" ip -batch - <<END
link set lo up
link add lan type bridge
link set lan up
END
words=$(ip link add "$link" type veth peer name machine netns "$network" 2>&1) || failed "the link $link cannot be made: $words"
nsenter --net="/proc/$network/ns/net" ip link set machine master lan up
ip address add "$subnet.1/24" dev "$link"
ip link set "$link" up

for node in $servers; do
    nsenter --net="/proc/$network/ns/net" sh machine.sh "$node" </dev/null >>"$node/console.log" 2>&1 &
done
echo started
