#!/bin/sh
# Whether a K3s server could come back without its data: what it would do then stands in its settings. Changes nothing.
#
#   sh joins.sh NODE ADDRESS DATA     exit 0 if it could; else why not, and on a second line what to type
#
# DATA is K3s's data directory. The settings are read where K3s takes them from (docs.k3s.io, Configuration file; k3s server --server, K3S_URL).
export LC_ALL=C
node=$1 address=$2 data=$3
command -v curl >/dev/null || { printf '%s\n' "curl is missing on $node" "install curl on every server" && exit 1; }
curl --version | grep -q HTTP2 || { printf '%s\n' "the curl of $node speaks no HTTP/2" "install one that does" && exit 1; }
if mountpoint -q "$data/server/db/etcd"; then
    printf '%s\n' "$node: $data/server/db/etcd is a mount point, and cannot be moved aside" "choose another drill: muster drills"
    exit 1
fi
url=$({
    cat /etc/rancher/k3s/config.yaml /etc/rancher/k3s/config.yaml.d/*.yaml 2>/dev/null |
        sed -n "s/^ *[\"']\{0,1\}server[\"']\{0,1\} *: *[\"']\{0,1\}\(https:[^\"' ]*\).*/\1/p"
    {
        systemctl show --property=ExecStart --value k3s
        cat /etc/systemd/system/k3s.service.env /etc/default/k3s /etc/sysconfig/k3s 2>/dev/null
    } | sed -n "s/.*K3S_URL=[\"']\{0,1\}\(https:[^\"' ]*\).*/\1/p; s/.*\(--server\|-s\)[= \"']*\(https:[^\"' ;]*\).*/\2/p"
} | tail -n 1)
if [ -z "$url" ]; then
    printf '%s\n' "$node: without its data it would found a cluster of its own: its settings name no server to join" \
        "write \"server: https://ADDRESS-OF-ANOTHER-SERVER:6443\" in place of \"cluster-init: true\" into /etc/rancher/k3s/config.yaml on $node"
    exit 1
fi
place=${url#https://}
place=${place%%/*}
host=${place%:*}
port=${place##*:}
[ "$port" != "$host" ] || port=443
case $host in
    "$address" | "$node" | localhost | 127.*)
        printf '%s\n' "$node: without its data it would join itself: its settings say server: $url" \
            "name another server in /etc/rancher/k3s/config.yaml on $node"
        exit 1
        ;;
esac
if ! said=$(timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$host" "$port" 2>&1); then
    printf '%s\n' "$node: the server that it would join, $url, cannot be reached from there: ${said##*: }" \
        "bring that server back, or name another one in /etc/rancher/k3s/config.yaml on $node"
    exit 1
fi
echo "$node: would join $url"
