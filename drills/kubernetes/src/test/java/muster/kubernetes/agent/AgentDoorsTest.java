package muster.kubernetes.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.FakeApi;
import muster.kubernetes.Kubeconfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a node is not entered, and what to type then. */
final class AgentDoorsTest {

    private static final String PODS = "/api/v1/namespaces/muster-agent/pods";

    @TempDir
    Path folder;

    private final FakeApi api = new FakeApi();
    private AgentDoors doors;

    @BeforeEach
    void open() {
        doors = new AgentDoors(Kubeconfig.read(api.kubeconfig(folder), "test"), () -> List.of(api.uri()));
    }

    @AfterEach
    void close() {
        doors.close();
        api.close();
    }

    private void pods(String... items) {
        api.says(
                PODS,
                200,
                "{\"apiVersion\":\"v1\",\"kind\":\"PodList\",\"metadata\":{},\"items\":[%s]}"
                        .formatted(String.join(",", items)));
    }

    private void oneAgent() {
        String running = pod("n1", "{\"phase\":\"Running\"}");
        pods(running);
        api.says(PODS + "/agent-n1", 200, "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"," + running.substring(1));
    }

    private static String pod(String node, String state) {
        return "{\"metadata\":{\"name\":\"agent-%1$s\"},\"spec\":{\"nodeName\":\"%1$s\",\"containers\":[{\"name\":\"agent\"}]},\"status\":%2$s}"
                .formatted(node, state);
    }

    private void operators(String node, String words, String next) {
        assertThatThrownBy(() -> doors.shell(node).run("true", Duration.ofSeconds(5)))
                .isInstanceOfSatisfying(OperatorException.class, refused -> {
                    assertThat(refused).hasMessageContaining(words);
                    assertThat(refused.remedy()).contains(next);
                });
    }

    @Test
    void withoutAnAgentItSaysHowToInstallIt() {
        pods();
        operators("n1", "no node agent is installed", "kubectl apply -k k8s-manifests/node-agent");
    }

    @Test
    void aNodeWithoutOneIsToldFromAClusterWithoutOne() {
        pods(pod("n2", "{\"phase\":\"Running\"}"), pod("n3", "{\"phase\":\"Running\"}"));
        operators("n1", "n1 has no node agent; there is one on n2, n3", "kubectl get pods -n muster-agent");
        operators("n1; reboot", "is no name of a node", "kubectl get nodes");
    }

    @Test
    void anAgentThatDoesNotRunIsTheClustersMatter() {
        pods(
                pod(
                        "n1",
                        "{\"phase\":\"Pending\",\"containerStatuses\":[{\"state\":{\"waiting\":{\"reason\":\"ImagePullBackOff\"}}}]}"));
        assertThatThrownBy(() -> doors.shell("n1").run("true", Duration.ofSeconds(5)))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("n1: its node agent does not run: ImagePullBackOff");
    }

    @Test
    void whoMayNotFindOrEnterItIsToldAsWhomToAct() {
        api.forbids(PODS);
        operators("n1", "may not enter the node agents", "muster-drill");
        oneAgent();
        api.forbids(PODS + "/agent-n1/exec");
        operators("n1", "may not enter the node agents", "muster-drill");
    }

    @Test
    void aKubeletThatDoesNotAnswerIsTheClustersMatter() {
        oneAgent();
        api.says(
                PODS + "/agent-n1/exec",
                500,
                "{\"kind\":\"Status\",\"message\":\"error dialing backend: no route to host\",\"code\":500}");
        assertThatThrownBy(() -> doors.shell("n1").run("true", Duration.ofSeconds(5)))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("n1 cannot be entered by its agent: ")
                .hasMessageContaining("HTTP 500: its kubelet lets nobody in");
    }
}
