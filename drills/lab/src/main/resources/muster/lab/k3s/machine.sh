#!/bin/sh
# One server of the lab: a machine of its own to all that runs in it, on this machine's kernel. It goes on as long as it is not
# switched off, over reboots.
#
#   sh machine.sh NODE      in the lab's folder and in the lab's network
set -eu
node=$1
. ./settings

# Where the kernel lets processes be grouped (cgroups(7)), a group of the server's own in every hierarchy: what it makes goes with it.
own_groups() {
    awk '$3 == "cgroup" || $3 == "cgroup2" { print $2, $3 }' /proc/mounts | sort -u | while read -r place kind; do
        group="$place/$link"
        mkdir -p "$group"
        if [ "$kind" = cgroup2 ]; then
            for each in "$place" "$group"; do
                for controller in $(cat "$each/cgroup.controllers"); do
                    echo "+$controller" >"$each/cgroup.subtree_control" || :
                done
            done
        elif [ -e "$place/cpuset.cpus" ]; then
            cat "$place/cpuset.cpus" >"$group/cpuset.cpus"
            cat "$place/cpuset.mems" >"$group/cpuset.mems"
            echo 1 >"$group/cgroup.clone_children"
        fi
        mkdir -p "$group/$node"
        echo 0 >"$group/$node/cgroup.procs"
    done
}
own_groups

# 133 says that it asked for a reboot (systemd-nspawn(1), exit status). K3s needs every capability, and no filter of system calls.
export SYSTEMD_SECCOMP=0 SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
code=133
while [ "$code" = 133 ]; do
    ip link delete "vb-$node" 2>/dev/null || :
    code=0
    systemd-nspawn --quiet --directory="$node/root" --machine="$node" --hostname="$node" --boot --register=no --keep-unit \
        --network-bridge=lan --capability=all --resolv-conf=off --timezone=off --link-journal=no || code=$?
done
echo "$node is off: systemd-nspawn ended with $code"
