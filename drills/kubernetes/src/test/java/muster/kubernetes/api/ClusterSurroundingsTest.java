package muster.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClusterSurroundingsTest {

    @Test
    void aNodeIsReadyByItsConditionAlone() {
        assertThat(node("{\"type\":\"EtcdIsVoter\",\"status\":\"True\"},{\"type\":\"Ready\",\"status\":\"True\"}"))
                .isEqualTo("Ready");
        assertThat(node("{\"type\":\"Ready\",\"status\":\"False\"}")).isEqualTo("NotReady");
        assertThat(node("{\"type\":\"Ready\",\"status\":\"Unknown\"}")).isEqualTo("NotReady (Unknown)");
        assertThat(node("")).isEqualTo("NotReady (never told)");
    }

    @Test
    void aPodThatIsListedAsRunningMayServeNobody() {
        assertThat(pod("{}", "\"False\"")).isEqualTo("Running, not ready, 3 restarts");
        assertThat(pod("{}", "\"True\"")).isEqualTo("Running, ready, 3 restarts");
        assertThat(pod("{\"deletionTimestamp\":\"2026-11-21T00:00:00Z\"}", "\"False\""))
                .isEqualTo("Terminating, not ready, 3 restarts");
    }

    private static String node(String conditions) {
        return ClusterSurroundings.node(Answer.tree("{\"status\":{\"conditions\":[%s]}}".formatted(conditions)));
    }

    private static String pod(String metadata, String ready) {
        return ClusterSurroundings.pod(Answer.tree("""
                {"metadata":%s,"status":{"phase":"Running","conditions":[{"type":"Ready","status":%s}],
                 "containerStatuses":[{"restartCount":1},{"restartCount":2}]}}
                """.formatted(metadata, ready)));
    }
}
