package muster.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL's drills in the pods of a real cluster, on which the tests of the manifests have left them. Needs MUSTER_TEST_KUBECONFIG and
 * MUSTER_TEST_SSH_CONFIG.
 */
@Tag("cluster")
final class PodDrillTest {

    @TempDir
    static Path state;

    @BeforeAll
    static void addTheSite() throws Exception {
        String kubeconfig = environment("MUSTER_TEST_KUBECONFIG");
        String context = Objects.requireNonNullElse(System.getenv("MUSTER_TEST_CONTEXT"), "default");
        String ssh = environment("MUSTER_TEST_SSH_CONFIG");
        // An API server that has just begun takes longer for its first answers than we wait for one.
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        typed("site", "add", "drilled", "--kubeconfig", kubeconfig, "--context", context, "--ssh", ssh)
                                        .exit()
                                == 0);
        done("site", "allow", "drilled");
    }

    /** What another test did to the cluster must be over. */
    @BeforeEach
    void allServersAreWell() {
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            Typed status = typed("status", "--site", "drilled");
            assertThat(status.out()).as(status.err()).contains("3 voters, 3 answer");
        });
    }

    @Test
    void aSwitchoverLosesNothingAndBothServersAreOneAgain() throws Exception {
        Typed run = typed("run", "postgres-switchover", "--site", "drilled", "--confirm", "drilled");
        // How long nobody could write depends on the machine, and whether it stood still too long to tell; what was
        // lost does not.
        String verdicts = "exit %d: %s; %s"
                .formatted(
                        run.exit(),
                        run.err().lines().reduce("", (before, last) -> last),
                        run.out()
                                .lines()
                                .filter(line -> line.matches("  [a-z-]+ +(holds|BROKEN|undecided) .*"))
                                .collect(joining("; ")));
        assertThat(run.exit()).as(verdicts + run.err() + run.out()).isIn(0, 1, 2);
        assertThat(run.out())
                .as(verdicts)
                .containsPattern("lost-writes +holds")
                .containsPattern("redundancy-returns +holds")
                .containsPattern("a tunnel of ssh by its\\s+own\\s+node");
        Typed again = typed("reconcile", "--site", "drilled", "--dry-run");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.err()).contains("Nothing to reconcile");
    }

    @Test
    void aServerThatIsAloneIsFoundCleanAgainAndWhatItsPrimaryTookIsSalvaged() throws Exception {
        Path drill = Files.writeString(state.resolve("alone.yaml"), """
                title: A server is alone for a while
                believes: Its primary goes on, and its rows are salvaged.
                teaches: [partition]
                store: postgres
                beside: [etcd]
                workload: {clients: 4, rate: 40/s, keys: 16, reads: 50%, deadline: 1s}
                timeline:
                  - steady: 5s
                  - inject:
                      fault: node-partition
                      target: primary
                      for: 12s
                      steps:
                        - act: {do: promote, target: standby, within: 10s}
                  - await: {redundancy: full, within: 2m}
                expect:
                  - losses-salvaged
                runbook: {symptom: none, first: none, decide: none, verify: none}
                """);
        Typed run = typed("run", drill.toString(), "--site", "drilled", "--confirm", "drilled");
        assertThat(run.exit()).as(run.err() + run.out()).isIn(0, 2);
        assertThat(run.out())
                .containsPattern("fault-bites +holds")
                .containsPattern("redundancy-returns +holds")
                .containsPattern("lost-writes-beside +holds")
                .containsPattern("node-partition begins, with postgres-[01] on\\s+it")
                .containsPattern("the last of [0-9 ]+ writes? that it\\s+acknowledged\\s+while");
        assertThat(typed("heal").err()).contains("Nothing is open.");
    }

    @Test
    void whatIsNotThereIsNamedInOneLineAndNothingIsTouched() throws Exception {
        Typed plan = typed("plan", "postgres-failover", "--site", "drilled", "--statefulset", "muster-postgres/other");
        assertThat(plan.exit()).isEqualTo(3);
        assertThat(plan.err())
                .contains("there is no StatefulSet other in the namespace muster-postgres")
                .contains("kubectl apply -k k8s-manifests/postgres");
    }

    private static void done(String... arguments) throws Exception {
        Typed typed = typed(arguments);
        assertThat(typed.exit()).as(typed.err()).isZero();
    }

    private static Typed typed(String... arguments) throws Exception {
        return Typed.muster(state, Map.of(), arguments);
    }

    private static String environment(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }
}
