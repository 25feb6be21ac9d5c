# Sourced by verify. A K3s cluster for the tests that are tagged so: the one that the environment names, or else a
# practice cluster beside the project, which is started, and taken down again unless it was up before.

cluster_started=

# find_cluster HOME: names a cluster in MUSTER_TEST_…, or says in one line of $untested why there is none.
find_cluster() {
    if [ -n "${MUSTER_TEST_KUBECONFIG:-}" ] && [ -n "${MUSTER_TEST_SSH_CONFIG:-}" ]; then
        echo "the cluster of $MUSTER_TEST_KUBECONFIG, as the environment says"
        return 0
    fi
    practice=${MUSTER_TEST_RIG:-$1/../shared/rig/rig}
    practice_state=${RIG:-/var/tmp/muster-rig}
    if [ -n "${MUSTER_TEST_KUBECONFIG:-}${MUSTER_TEST_SSH_CONFIG:-}" ]; then
        no_cluster "name both MUSTER_TEST_KUBECONFIG and MUSTER_TEST_SSH_CONFIG"
    elif ! [ -x "$practice" ]; then
        no_cluster "none is named by MUSTER_TEST_KUBECONFIG, MUSTER_TEST_SSH_CONFIG and MUSTER_TEST_NODE"
    elif [ "$(id -u)" != 0 ]; then
        no_cluster "the practice cluster needs root"
    elif ! [ -x "$practice_state/k3s" ] && ! command -v go >/dev/null; then
        no_cluster "the practice cluster needs Go to be built once"
    else
        start_cluster
    fi
}

start_cluster() {
    "$practice" status 2>/dev/null | grep -q ' on$' || cluster_started=yes
    echo "a practice cluster beside the project (log: $home/cli/target/cluster.log)"
    if ! timeout 1800 "$practice" up </dev/null >"$home/cli/target/cluster.log" 2>&1; then
        no_cluster "the practice cluster does not start: $(tail -n 1 "$home/cli/target/cluster.log")"
        return 0
    fi
    export MUSTER_TEST_KUBECONFIG="$practice_state/kubeconfig" MUSTER_TEST_CONTEXT=default
    export MUSTER_TEST_SSH_CONFIG="$practice_state/ssh_config" MUSTER_TEST_NODE=n1
}

no_cluster() { echo "a K3s cluster: $1" >>"$untested"; }

# leave_cluster: as it was found.
leave_cluster() {
    [ -z "$cluster_started" ] && return 0
    cluster_started=
    "$practice" down </dev/null >>"$home/cli/target/cluster.log" 2>&1
}
