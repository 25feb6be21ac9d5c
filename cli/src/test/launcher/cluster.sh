# Sourced by verify, when all else was built and tested. The tests that are tagged so run on a K3s cluster: the one that the environment
# names, or else a practice cluster beside the project, which is started, and taken down again unless it was up before.

cluster_started=

# cluster_stage HOME: what it runs is counted; where there is no cluster it says so in one line of $untested.
cluster_stage() {
    practice=${MUSTER_TEST_RIG:-$1/../shared/rig/rig}
    practice_state=${RIG:-/var/tmp/muster-rig}
    if [ -n "${MUSTER_TEST_KUBECONFIG:-}" ] && [ -n "${MUSTER_TEST_SSH_CONFIG:-}" ]; then
        echo "the cluster of $MUSTER_TEST_KUBECONFIG, as the environment says"
        test_on_cluster "$1"
    elif [ -n "${MUSTER_TEST_KUBECONFIG:-}${MUSTER_TEST_SSH_CONFIG:-}" ]; then
        no_cluster "name both MUSTER_TEST_KUBECONFIG and MUSTER_TEST_SSH_CONFIG"
    elif ! [ -x "$practice" ]; then
        no_cluster "none is named by MUSTER_TEST_KUBECONFIG, MUSTER_TEST_SSH_CONFIG and MUSTER_TEST_NODE"
    elif [ "$(id -u)" != 0 ]; then
        no_cluster "the practice cluster needs root"
    elif ! [ -x "$practice_state/k3s" ] && ! command -v go >/dev/null; then
        no_cluster "the practice cluster needs Go to be built once"
    elif start_cluster; then
        test_on_cluster "$1"
        leave_cluster
    fi
}

start_cluster() {
    "$practice" status 2>/dev/null | grep -q ' on$' || cluster_started=yes
    echo "a practice cluster beside the project (log: $home/cli/target/cluster.log)"
    if ! timeout 1800 "$practice" up </dev/null >"$home/cli/target/cluster.log" 2>&1; then
        no_cluster "the practice cluster does not start: $(tail -n 1 "$home/cli/target/cluster.log")"
        return 1
    fi
    export MUSTER_TEST_KUBECONFIG="$practice_state/kubeconfig" MUSTER_TEST_CONTEXT=default
    export MUSTER_TEST_SSH_CONFIG="$practice_state/ssh_config" MUSTER_TEST_NODE=n1
}

# test_on_cluster HOME: what was built before is taken as it is.
test_on_cluster() {
    {
        mvn -B -ntp -fae -Dstyle.color=never -f "$1/pom.xml" -pl drills/kubernetes,cli -am -Dgroups=cluster \
            -Dmaven.test.failure.ignore=true test </dev/null 2>&1
        echo $? >"$scratch/build-cluster"
    } | tee "$1/cli/target/verify-cluster.log" | grep --line-buffered -E '^\[ERROR|Tests run:.*(in |Skipped: [1-9])|BUILD'
    count "the build for the cluster" test "$(cat "$scratch/build-cluster")" = 0
    count "Muster killed in the middle of drills on a cluster leaves nothing" sh "$1/cli/bench/cluster.sh" \
        --kubeconfig "$MUSTER_TEST_KUBECONFIG" --context "${MUSTER_TEST_CONTEXT:-default}" --ssh "$MUSTER_TEST_SSH_CONFIG" \
        --cuts 4 --only cuts
    count "Muster killed in the middle of a drill of PostgreSQL in pods leaves nothing" sh "$1/cli/bench/pods.sh" \
        --kubeconfig "$MUSTER_TEST_KUBECONFIG" --context "${MUSTER_TEST_CONTEXT:-default}" --ssh "$MUSTER_TEST_SSH_CONFIG" \
        --cuts 2 --first 5
    count "the rows that are named in pods are those that would be thrown away" sh "$1/cli/bench/pod-rows.sh" \
        --kubeconfig "$MUSTER_TEST_KUBECONFIG" --context "${MUSTER_TEST_CONTEXT:-default}" --ssh "$MUSTER_TEST_SSH_CONFIG" \
        --loads 1
}

no_cluster() { echo "a K3s cluster: $1" >>"$untested"; }

# leave_cluster: as it was found.
leave_cluster() {
    [ -z "$cluster_started" ] && return 0
    cluster_started=
    "$practice" down </dev/null >>"$home/cli/target/cluster.log" 2>&1
}
