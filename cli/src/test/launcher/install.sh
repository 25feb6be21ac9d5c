#!/bin/sh
# Installs etcd-server and postgresql with the launcher's own code on a throw-away copy of this machine's disk, with process numbers
# and a network of its own, and asks which sockets listen: install.sh HOME SCRATCH UNTESTED. Needs root.
set -u
home=$1 scratch=$2 untested=$3
disk="$scratch/disk"

# The archive, and whatever it needs, is fetched first: the copy has no network.
mkdir -p "$disk" "$scratch/archives/partial"
server=$(apt-cache depends postgresql 2>/dev/null | sed -n 's/^ *Depends: \(postgresql-[0-9]*\)$/\1/p')
# shellcheck disable=SC2086 # a machine without apt-get has none
fetch() {
    apt-get -q -y -o Dir::Cache::archives="$scratch/archives" --download-only --no-install-recommends --reinstall \
        install etcd-server postgresql $server >"$scratch/fetch" 2>&1
}
if ! command -v apt-get >/dev/null || ! { fetch || { apt-get -q update >>"$scratch/fetch" 2>&1 && fetch; }; }; then
    echo "installing packages: apt-get cannot fetch etcd-server and postgresql here" >>"$untested"
    echo "launcher: 0 passed, 0 failed"
    exit 0
fi

cat >"$scratch/inside.sh" <<'EOF'
set -u
# Some machines empty apt's own archive after each use.
echo 'Dir::Cache::archives "/tmp/archives/";' >/tmp/apt.conf
export APT_CONFIG=/tmp/apt.conf TMPDIR=/tmp
. "$1/cli/src/test/launcher/checks.sh"
. "$1/cli/launcher/packages.sh"
scratch=$(mktemp -d) who=test
listeners() { ss -H -ltn | sort; }
quietly() { "$@" >"$scratch/out" 2>&1; }
appeared() { [ "$(listeners)" != "$before" ]; }
# A machine in the runlevel in which servers start, whatever this one is.
rm -f /sbin/runlevel
printf '#!/bin/sh\necho N 5\n' >/sbin/runlevel
chmod +x /sbin/runlevel

quietly apt-get -y purge etcd-server
check "etcd is gone from the copy" same "$(missing_packages etcd)" etcd-server
printf '#!/bin/sh\nexit 42\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
cp /usr/sbin/policy-rc.d "$scratch/policy"
before=$(listeners)
check "it is installed" quietly require test yes etcd
check "the program is there" same "$(missing_packages etcd)" ''
check "no socket listens that did not before" eval '! within 2 appeared'
check "it does not start at the next boot" eval '! ls /etc/rc5.d/S*etcd /etc/systemd/system/*.wants/etcd.service >/dev/null 2>&1'
check "the policy that was there is back" cmp -s /usr/sbin/policy-rc.d "$scratch/policy"
rm -f /usr/sbin/policy-rc.d

# In force while an install runs, and without force once its process is gone, however it went.
sh -c '. "$1/cli/launcher/packages.sh"; forbid_starts; /usr/sbin/policy-rc.d etcd start; echo $? >"$2/policy-code"; kill -9 $$' - "$1" "$scratch" 2>/dev/null
check "while an install runs, servers may not start" same "$(cat "$scratch/policy-code")" 101
check "after a kill -9 they may again" /usr/sbin/policy-rc.d etcd start
check "and what is left is cleared away by the next install" eval 'forbid_starts && allow_starts && ! [ -e /usr/sbin/policy-rc.d ]'

# The known-bad case: without the policy the same package does start its server. Else the check above shows nothing.
quietly apt-get -y purge etcd-server
quietly apt-get -y install --no-install-recommends etcd-server
if [ -e /etc/init.d/etcd ]; then
    check "without the policy a socket does appear" within 10 appeared
else
    echo "that the socket check can fail: this etcd-server starts by systemd only" >>"$2"
fi
# PostgreSQL's package makes a database cluster of the host's own, which starts at boot, unless it is told not to.
export DEBIAN_FRONTEND=noninteractive
clusters() { pg_lsclusters -h | grep .; }
quietly apt-get -y purge postgresql "$3"
if [ -z "$(missing_packages postgres)" ]; then
    echo "installing PostgreSQL: another version of it is here as well" >>"$2"
else
    before=$(listeners)
    check "PostgreSQL is installed" quietly require test yes postgres
    check "its server is there" same "$(missing_packages postgres)" ''
    check "it made no database cluster, and nothing listens" eval '! clusters && ! appeared'
    check "what forbade it is gone" eval '! [ -e /etc/postgresql-common/createcluster.d/muster.conf ]'
    quietly apt-get -y purge postgresql "$3"
    quietly apt-get -y install --no-install-recommends postgresql
    check "without that it does make one" quietly clusters
fi
echo "launcher: $passed passed, $failed failed"
EOF

# The kernel ends everything in there with its first process, and drops the mounts with it.
cat >"$scratch/enter.sh" <<'EOF'
set -e
mount -t tmpfs none "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root" || exit 90
mount -t proc proc "$1/root/proc"
mount --bind /dev "$1/root/dev"
mount -t tmpfs none "$1/root/run"
cp -r "$2/archives" "$1/root/tmp/"
cp "$2/inside.sh" "$1/root/tmp/inside.sh"
mkdir "$1/root/tmp/home"
mount --bind "$3" "$1/root/tmp/home"
touch "$1/root/tmp/untested"
mount --bind "$4" "$1/root/tmp/untested"
ip link set lo up
exec chroot "$1/root" sh /tmp/inside.sh /tmp/home /tmp/untested "$5"
EOF
unshare --mount --pid --fork --net --kill-child sh "$scratch/enter.sh" "$disk" "$scratch" "$home" "$untested" "$server"
[ $? = 90 ] || exit 0
echo "installing packages: this machine cannot lay one disk over another" >>"$untested"
echo "launcher: 0 passed, 0 failed"
