# Sourced by verify, when all else was built and tested: a lab of one K3s server, from nothing to nothing. It runs a program of K3s's
# shape, made from the practice cluster beside the project; a real one that MUSTER_TEST_K3S names is taken instead.

lab_k3s_state=

# lab_k3s_stage HOME SCRATCH: what it runs is counted; where it cannot run it says so in one line of $untested.
lab_k3s_stage() {
    lab_k3s_home=$1
    lab_k3s_program=${MUSTER_TEST_K3S:-"$2/k3s"}
    practice_state=${RIG:-/var/tmp/muster-rig}
    if [ "$(id -u)" != 0 ]; then
        no_lab_k3s "it needs root"
    elif ! command -v systemd-nspawn >/dev/null || ! command -v debootstrap >/dev/null; then
        no_lab_k3s "the packages systemd-container and debootstrap are missing"
    elif [ -n "${MUSTER_TEST_K3S:-}" ]; then
        test_lab_k3s "$2"
    elif ! [ -x "$practice_state/k3s" ] || ! [ -d "$practice_state/base/usr/lib/cni" ]; then
        no_lab_k3s "no k3s program is named by MUSTER_TEST_K3S"
    elif sh "$1/cli/src/test/launcher/practice-k3s.sh" "$practice_state" "$lab_k3s_program"; then
        test_lab_k3s "$2"
        rm -f "$lab_k3s_program"
    else
        no_lab_k3s "no program of K3s's shape can be made from the practice cluster"
    fi
}

no_lab_k3s() { echo "a lab of K3s servers: $1" >>"$untested"; }

# lab_k3s WORDS...: muster with a state folder of its own.
lab_k3s() { MUSTER_STATE_HOME="$lab_k3s_state" "$lab_k3s_home/muster" "$@" </dev/null; }

lab_k3s_up() { lab_k3s lab up --k3s 1 --k3s-program "$lab_k3s_program"; }

test_lab_k3s() {
    lab_k3s_state="$1/lab of k3s"
    lab_k3s_log="$lab_k3s_home/cli/target/verify-lab-k3s.log"
    {
        count "an up of a K3s lab that is killed leaves no machine, and the next down clears it" lab_k3s_killed
        count "a K3s lab of one server comes up" lab_k3s_up
        count "it is a site, healthy, with one voter" lab_k3s_healthy
        count "a second up finds it" lab_k3s_found
        count "no other lab comes up beside it" lab_k3s_refuses_another
        count "a drill on it holds" lab_k3s run etcd-leader-kill --site lab-k3s --confirm lab-k3s
        count "its down leaves no process, group of processes, link, mount, site or folder" lab_k3s_leaves_nothing
    } >"$lab_k3s_log"
    lab_k3s_state=
}

# What a lab leaves below /sys is named after its link.
link_of_lab_k3s() { cat "$lab_k3s_state/lab-k3s/link" 2>/dev/null; }

lab_k3s_killed() {
    MUSTER_STATE_HOME="$lab_k3s_state" "$lab_k3s_home/muster" lab up --k3s 1 --k3s-program "$lab_k3s_program" </dev/null &
    up=$!
    seconds=180
    until link=$(link_of_lab_k3s) && [ -e "/sys/class/net/$link" ]; do
        kill -0 "$up" || return 1
        [ "$seconds" -gt 0 ] || return 1
        seconds=$((seconds - 1))
        sleep 1
    done
    kill -KILL "$up"
    wait "$up"
    seconds=10
    while [ -e "/sys/class/net/$link" ]; do
        [ "$seconds" -gt 0 ] || return 1
        seconds=$((seconds - 1))
        sleep 1
    done
    lab_k3s lab down && nothing_left "$link"
}

lab_k3s_healthy() {
    lab_k3s status --site lab-k3s >"$lab_k3s_state/status" || return 1
    cat "$lab_k3s_state/status"
    grep -q ' 1 voter .* healthy' "$lab_k3s_state/status"
}

lab_k3s_found() { lab_k3s_up 2>"$lab_k3s_state/found" && grep -q 'is up already' "$lab_k3s_state/found"; }

lab_k3s_refuses_another() {
    lab_k3s lab up 2>"$lab_k3s_state/refused"
    [ $? = 3 ] && grep -q 'a lab with 1 K3s server is up' "$lab_k3s_state/refused"
}

lab_k3s_leaves_nothing() {
    link=$(link_of_lab_k3s) || return 1
    lab_k3s lab down || return 1
    [ -z "$(ls -A "$lab_k3s_state/sites")" ] && nothing_left "$link"
}

# nothing_left LINK: connections of ssh that were shared end by themselves a moment after their server.
nothing_left() {
    [ ! -e "/sys/class/net/$1" ] && [ ! -e "$lab_k3s_state/lab-k3s" ] || return 1
    find /sys/fs/cgroup -maxdepth 2 -name "$1" 2>/dev/null | grep -q . && return 1
    grep -qF "lab\\040of\\040k3s" /proc/[0-9]*/mountinfo 2>/dev/null && return 1
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        # Brackets, so that it does not find itself.
        grep -q 'lab[ ]of k3s/' /proc/[0-9]*/cmdline 2>/dev/null || return 0
        sleep 1
    done
    return 1
}

# leave_lab_k3s: what is up is taken down when verify ends early.
leave_lab_k3s() {
    [ -z "$lab_k3s_state" ] || lab_k3s lab down >/dev/null 2>&1
}
