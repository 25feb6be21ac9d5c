package muster.cli.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import muster.engine.cluster.Shell;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.drill.Workload;
import muster.engine.fault.Fault;
import muster.engine.history.OperatorException;
import muster.kubernetes.ShellDoors;
import muster.kubernetes.site.SiteServer;
import org.junit.jupiter.api.Test;

/** What a cluster's servers must have before anything is broken there. */
class ReadinessTest {

    private final long now = Instant.now().getEpochSecond();

    @Test
    void whatDrillsAreMadeOfMustBeThere() {
        demand("now %d\nuser 0\nlacks nft".formatted(now), new Target.Leader(), "n1 lacks nft");
    }

    @Test
    void aServerMustBeEnteredAsRoot() {
        demand("now %d\nuser 1000".formatted(now), new Target.Leader(), "n1 is entered as user 1000");
    }

    @Test
    void theQuorumIsTakenOnlyWithAFreshSnapshot() {
        String none = "now %d\nuser 0".formatted(now);
        String words = "a-drill takes the quorum, and home has no snapshot of etcd that is younger than a day";

        demand(none, new Target.QuorumOfMembers(), words);
        demand(none, new Target.Every(), words);
        demand(aged(Duration.ofHours(30)), new Target.Every(), words + ": the newest is 30 h old, on n1");
        assertThatCode(() -> ready(aged(Duration.ofHours(7))).demand(drill(new Target.Every())))
                .doesNotThrowAnyException();
        assertThatCode(() -> ready(none).demand(drill(new Target.Leader()))).doesNotThrowAnyException();
    }

    private static void demand(String said, Target target, String words) {
        assertThatThrownBy(() -> ready(said).demand(drill(target)))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith(words);
    }

    private String aged(Duration age) {
        return "now %d\nuser 0\nsnapshot %d".formatted(now, now - age.toSeconds());
    }

    private static Readiness ready(String said) {
        SiteServer server = new SiteServer("n1", "198.18.1.1", URI.create("https://198.18.1.1:2379"), "/data");
        return new Readiness("home", new SaidDoors(said), List.of(server));
    }

    private static Drill drill(Target target) {
        return new Drill(
                "a-drill",
                "A drill",
                "Something.",
                List.of(),
                "etcd",
                new Workload(3, 20, 4, 50, 0, Duration.ofSeconds(1)),
                List.of(new Step.Inject(new Fault.Kill(), target, Duration.ofSeconds(15), List.of())),
                List.of(),
                new Runbook("s", "f", "d", "v"));
    }

    /** Nodes that all say the same. */
    private record SaidDoors(String said) implements ShellDoors {

        @Override
        public Shell shell(String node) {
            return (script, deadline) -> new Shell.Result(0, said, "");
        }

        @Override
        public String word() {
            return "ssh";
        }
    }
}
