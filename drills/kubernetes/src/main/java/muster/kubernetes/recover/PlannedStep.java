package muster.kubernetes.recover;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of a recovery.
 *
 * @param server where
 * @param verb its word in the nodes' script
 * @param word what the verb wants besides; empty for nothing
 * @param limit how long it may take
 * @param command what it comes to, as an operator would type it there
 */
public record PlannedStep(RecoverableServer server, String verb, String word, Duration limit, String command) {

    /** The step with which there is no way back any more. */
    static final String RESET = "reset";

    /** No other step of the recovery has it: {@code reset n1}. */
    public String name() {
        return "%s %s".formatted(verb, server.node());
    }

    /** All of them, in their order: everybody stops, one is copied and reset, the others join it one at a time. */
    static List<PlannedStep> of(Line.Begun begun) {
        List<PlannedStep> steps = new ArrayList<>();
        RecoverableServer survivor = begun.servers().stream()
                .filter(server -> server.node().equals(begun.survivor()))
                .findFirst()
                .orElseThrow();
        for (RecoverableServer server : begun.servers()) {
            steps.add(new PlannedStep(server, "stop", "", Duration.ofSeconds(100), "systemctl stop k3s"));
        }
        String database = survivor.data() + "/server/db";
        steps.add(new PlannedStep(
                survivor,
                "copy",
                "",
                Duration.ofMinutes(10),
                "cp -a %1$s/etcd %1$s/snapshots %1$s/muster-recovery-%2$s/".formatted(database, begun.id())));
        steps.add(new PlannedStep(
                survivor,
                RESET,
                begun.snapshot(),
                Duration.ofMinutes(4),
                "k3s server --cluster-reset"
                        + (begun.snapshot().isEmpty() ? "" : " --cluster-reset-restore-path=" + begun.snapshot())));
        steps.add(new PlannedStep(survivor, "start", "", Duration.ofMinutes(3), "systemctl start k3s"));
        for (RecoverableServer server : begun.servers()) {
            if (!server.equals(survivor)) {
                steps.add(new PlannedStep(
                        server,
                        "aside",
                        "",
                        Duration.ofMinutes(2),
                        "mv %1$s/server/db/etcd %1$s/server/db/etcd-muster-%2$s".formatted(server.data(), begun.id())));
                steps.add(new PlannedStep(
                        server,
                        "join",
                        survivor.address(),
                        Duration.ofMinutes(5),
                        "k3s server --server https://%s:6443".formatted(survivor.address())));
            }
        }
        return steps;
    }
}
