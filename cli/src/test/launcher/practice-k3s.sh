#!/bin/sh
# Makes one program of K3s's shape, for a lab of K3s servers where K3s itself is not to be had: the server program of the practice cluster
# with what it needs beside it, which unpacks itself at its first start in a server.
#
#   sh practice-k3s.sh STATE PROGRAM      STATE is the practice cluster's folder
#
# Servers of it know each other by shared authorities, where those of K3s do by a token.
set -eu
state=$1 program=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/practice-k3s.XXXXXX")
trap 'rm -rf "$work"' EXIT
own="$work/usr/local/lib/practice"
mkdir -p "$own/images" "$work/usr/bin" "$work/usr/sbin" "$work/usr/lib"
ln "$state/k3s" "$own/k3s" 2>/dev/null || cp "$state/k3s" "$own/k3s"
cp -a "$state"/base/usr/bin/containerd "$state"/base/usr/bin/containerd-shim-runc-v2 "$state"/base/usr/bin/ctr "$work/usr/bin/"
cp -a "$state"/base/usr/sbin/runc "$work/usr/sbin/"
cp -a "$state"/base/usr/lib/cni "$work/usr/lib/"
cp -a "$state"/images/pause.tar "$state"/images/busybox.tar "$own/images/"
"$state/k3s" authorities "$own/pki"

cat >"$program" <<'END'
#!/bin/sh
set -eu
own=/usr/local/lib/practice data=/var/lib/rancher/k3s
if [ ! -e "$own/unpacked" ]; then
    sed '1,/^# payload$/d' "$0" | tar -C / --keep-directory-symlink -xf -
    : >"$own/unpacked"
fi
if [ "${1:-}" = server ]; then
    mkdir -p "$data/server/tls" "$data/agent/images"
    cp -an "$own/pki/." "$data/server/tls/"
    cp -n "$own"/images/*.tar "$data/agent/images/"
    server=$$
    # As K3s does, it tells systemd when its API listens.
    while kill -0 "$server" 2>/dev/null; do
        if bash -c 'exec 3<>/dev/tcp/127.0.0.1/6443' 2>/dev/null; then
            systemd-notify --pid="$server" --ready
            break
        fi
        sleep 0.3
    done &
fi
exec "$own/k3s" "$@"
# payload
END
tar -C "$work" --owner=0 --group=0 -cf - usr >>"$program"
chmod 755 "$program"
