package muster.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.check.Check;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedDrillsTest {

    static List<Path> shipped() {
        return Samples.shipped();
    }

    @Test
    void areTheFoldersFiles() {
        assertThat(new DrillFolder(Samples.SHIPPED).list().drills())
                .extracting(sourced -> sourced.drill().name())
                .containsExactlyInAnyOrder(
                        "cnpg-switchover",
                        "etcd-asymmetric-link",
                        "etcd-disk-full",
                        "etcd-follower-kill",
                        "etcd-leader-isolate",
                        "etcd-leader-kill",
                        "etcd-leader-pause",
                        "etcd-leader-stop",
                        "etcd-member-replace",
                        "etcd-partition-halves",
                        "etcd-quorum-loss",
                        "etcd-quota-full",
                        "etcd-rolling-restart",
                        "k3s-api-outage",
                        "k3s-api-register",
                        "k3s-controller-failover",
                        "k3s-lease-failover",
                        "k3s-node-loss",
                        "k3s-node-partition",
                        "k3s-quorum-loss",
                        "k3s-quorum-loss-permanent",
                        "k3s-server-kill",
                        "k3s-server-reboot",
                        "k3s-snapshot-restore",
                        "patroni-switchover",
                        "postgres-cascading-lag",
                        "postgres-clock-jump",
                        "postgres-disk-full",
                        "postgres-durability",
                        "postgres-failover",
                        "postgres-replica-rebuild",
                        "postgres-split-brain",
                        "postgres-switchover",
                        "postgres-sync-standby-lost",
                        "postgres-zombie-primary");
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void beginWithTheirSchema(Path file) {
        assertThat(DrillReader.read(file).text()).startsWith("# yaml-language-server: $schema=drill.schema.json\n");
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void areSteadyAtBothEndsAndAwaitTheirHealing(Path file) {
        Drill drill = DrillReader.read(file).drill();
        assertThat(drill.timeline().getFirst()).isInstanceOf(Step.Steady.class);
        assertThat(drill.timeline().getLast()).isInstanceOf(Step.Steady.class);
        assertThat(drill.timeline()).hasAtLeastOneElementOfType(Step.AwaitRedundancy.class);
        // Five failovers, one after the other, take as long as five drills.
        long most = switch (drill.name()) {
            case "postgres-durability" -> 120;
            // K3s promotes a learner at its next tick of 15 s, and the server has to start before.
            case "etcd-member-replace" -> 60;
            // Every server is stopped, one is copied and reset, and two learners are promoted one after the other; over
            // once that is done.
            case "k3s-quorum-loss-permanent", "k3s-snapshot-restore" -> 200;
            // A node is called NotReady when the node monitor's grace period of 40 s to 55 s is over.
            case "k3s-node-loss", "k3s-node-partition" -> 90;
            default -> 35;
        };
        assertThat(drill.length()).isLessThanOrEqualTo(Duration.ofSeconds(most));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void judgeLossAndOrder(Path file) {
        Drill drill = DrillReader.read(file).drill();
        Stream<String> words = drill.expect().stream().map(Check::word);
        if (drill.name().equals("k3s-snapshot-restore")) {
            // What is acknowledged after the snapshot is thrown away on purpose, and what remains is no history of one
            // register.
            assertThat(words).contains("back-to-snapshot");
        } else if (drill.store().equals("etcd")) {
            assertThat(words).contains("lost-writes", "linearizable", "write-gap", "elections");
        } else {
            // An asynchronous standby may lack what was acknowledged, and nobody elects.
            assertThat(words).containsAnyOf("lost-writes", "losses-salvaged");
        }
    }
}
