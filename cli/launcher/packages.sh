# Sourced by muster and verify. Installs Debian packages without starting a server of the host's.

# present PROGRAM: whether this machine has it. Debian keeps PostgreSQL's servers off the search path, a folder a version; the
# lab needs 15 or newer. libfaketime is no program.
present() {
    case $1 in
        postgres) ;;
        libfaketime)
            set -- /usr/lib/*/faketime/libfaketimeMT.so.1
            [ -e "$1" ]
            return
            ;;
        *)
            command -v "$1" >/dev/null
            return
            ;;
    esac
    for server in /usr/lib/postgresql/*/bin/postgres; do
        major=${server#/usr/lib/postgresql/}
        [ -x "$server" ] && [ "${major%%/*}" -ge 15 ] && return 0
    done
    return 1
}

# package_of PROGRAM: prints the Debian package that has it.
package_of() {
    case $1 in
        mvn) echo maven ;;
        etcd) echo etcd-server ;;
        etcdctl) echo etcd-client ;;
        ip | ss) echo iproute2 ;;
        nft) echo nftables ;;
        postgres) echo postgresql ;;
        systemd-nspawn) echo systemd-container ;;
        mkfs.ext4) echo e2fsprogs ;;
        ssh | ssh-keygen) echo openssh-client ;;
        unshare | nsenter | setsid | flock | setpriv) echo util-linux ;;
        *) echo "$1" ;;
    esac
}

# missing_packages PROGRAM...: prints the packages of those that this machine lacks, each once, in one line.
missing_packages() {
    for program in "$@"; do
        present "$program" || package_of "$program"
    done | sort -u | paste -sd ' ' -
}

# require WHO yes|no|ask PROGRAM...: installs what is missing when it may, and fails, having said why in one line,
# when something is still missing.
require() {
    who=$1 installing=$2
    shift 2
    packages=$(missing_packages "$@")
    [ -n "$packages" ] || return 0
    if [ "$installing" = no ]; then
        echo "$who: this machine lacks $packages, and --no-install forbids installing" >&2
        return 1
    fi
    if ! command -v apt-get >/dev/null; then
        echo "$who: this machine lacks what Debian has in $packages, and has no apt-get: install it, then try again" >&2
        return 1
    fi
    if [ "$(id -u)" != 0 ]; then
        echo "$who: missing packages, type: sudo apt-get install $packages" >&2
        return 1
    fi
    [ "$installing" = yes ] || may_install || return 1
    echo "$who: installing $packages" >&2
    install_packages "$packages" || return 1
    packages=$(missing_packages "$@")
    [ -z "$packages" ] && return 0
    echo "$who: installed, and still without a program of $packages: see 'dpkg -L $packages'" >&2
    return 1
}

# may_install: on a machine that serves, installing is asked for first; without a terminal it needs --install.
may_install() {
    serving=$(what_runs_here)
    [ -n "$serving" ] || return 0
    if [ -t 0 ] && [ -t 2 ]; then
        printf '%s: %s on this machine. Install %s here? Nothing is started. [y/N] ' "$who" "$serving" "$packages" >&2
        read -r answer
        case $answer in [yY] | [yY][eE][sS]) return 0 ;; esac
    fi
    echo "$who: $serving on this machine, so nothing was installed; to allow it, add --install" >&2
    return 1
}

# what_runs_here: prints the first sign that this machine runs K3s or etcd of its own. The lab's etcd servers are in
# network namespaces of their own, and are no such sign.
what_runs_here() {
    [ -e /etc/rancher/k3s ] && echo "K3s is configured" && return
    for unit in k3s k3s-agent etcd; do
        systemctl is-active -q "$unit" 2>/dev/null && echo "the unit $unit is active" && return
    done
    for process in /proc/[0-9]*; do
        { read -r name <"$process/comm"; } 2>/dev/null || continue
        case $name in
            k3s | k3s-server | k3s-agent | etcd) ;;
            *) continue ;;
        esac
        [ "$process/ns/net" -ef /proc/self/ns/net ] && echo "$name runs" && return
    done
    # 2379 is 094B, and state 0A is LISTEN, in proc_net_tcp(5).
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ':094B [0-9A-F]*:[0-9A-F]* 0A ' && echo "port 2379 is served"
}

policy=/usr/sbin/policy-rc.d
kept_policy=/usr/sbin/policy-rc.d.before-muster

# forbid_starts: until allow_starts, Debian's maintainer scripts may start no server. What stood there is kept. The
# answer holds only while this process lives, so that even a kill -9 leaves the host as it was.
forbid_starts() {
    if [ -e "$policy" ] && ! grep -qs '^# muster:' "$policy"; then
        mv -f "$policy" "$kept_policy" || return 1
    fi
    cat >"$policy.new" <<EOF || return 1
#!/bin/sh
# muster: no server is started while process $$ installs packages
[ -d /proc/$$ ] && [ "\$(cut -d ' ' -f 22 /proc/$$/stat)" = "$(cut -d ' ' -f 22 "/proc/$$/stat")" ] && exit 101
[ -x $kept_policy ] && exec $kept_policy "\$@"
exit 0
EOF
    chmod 755 "$policy.new" && mv -f "$policy.new" "$policy"
}

# allow_starts: puts back what forbid_starts found.
allow_starts() {
    grep -qs '^# muster:' "$policy" && rm -f "$policy"
    [ -e "$kept_policy" ] && mv -f "$kept_policy" "$policy"
    return 0
}

no_cluster=/etc/postgresql-common/createcluster.d/muster.conf

# forbid_cluster: until allow_cluster, installing PostgreSQL makes no database cluster of the host's own. The lab needs the
# programs alone.
forbid_cluster() {
    mkdir -p "${no_cluster%/*}" && echo 'create_main_cluster = false' >"$no_cluster" && return 0
    echo "$who: cannot write $no_cluster, so nothing was installed" >&2
    return 1
}

allow_cluster() {
    rm -f "$no_cluster"
}

# install_packages "PACKAGE...": one install at a time; a server that came with it is kept from starting at boot, too.
install_packages() (
    exec 7>/run/muster-install.lock
    flock 7
    log=$(mktemp "${TMPDIR:-/tmp}/muster-install.XXXXXX") || exit 1
    forbid_starts || {
        echo "$who: cannot write $policy, so nothing was installed" >&2
        exit 1
    }
    trap 'allow_starts; allow_cluster' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
    case " $1 " in *' postgresql '*) forbid_cluster || exit 1 ;; esac
    if ! { apt_install "$1" || { apt-get -q update && apt_install "$1"; }; } >>"$log" 2>&1 7>&-; then
        grep '^E:' "$log" | tail -n 3 >&2
        echo "$who: apt-get could not install $1, the whole log is in $log" >&2
        exit 1
    fi
    case " $1 " in *' etcd-server '*) update-rc.d etcd disable >>"$log" 2>&1 ;; esac
    rm -f "$log"
)

apt_install() {
    # shellcheck disable=SC2086 # packages are separate words
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $1
}
