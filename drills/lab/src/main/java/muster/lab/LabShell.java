package muster.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;

/** Runs scripts on one node of the lab: in its network namespace, among the lab's processes, as the lab's root. */
final class LabShell implements Shell {

    private final FirstProcess first;
    private final String node;
    private final long holderPid;

    LabShell(FirstProcess first, String node, long holderPid) {
        this.first = first;
        this.node = node;
        this.holderPid = holderPid;
    }

    /** The words that stand before a command to run it there. Good from inside and from outside the lab's user namespace. */
    List<String> entrance() {
        List<String> words = new ArrayList<>(List.of("nsenter", "--target", String.valueOf(first.pid())));
        if (!ProcessTable.namespace(first.pid(), "user").equals(ProcessTable.ownNamespace("user"))) {
            // An ordinary user may not drop supplementary groups; without this nsenter would insist.
            words.addAll(List.of("--user", "--preserve-credentials"));
        }
        words.addAll(List.of("--mount", "--pid", "--net=/proc/%d/ns/net".formatted(holderPid), "--"));
        return words;
    }

    @Override
    public Result run(String script, Duration deadline) throws InterruptedException {
        requireFirst();
        List<String> command = entrance();
        command.addAll(List.of("sh", "-c", script));
        Command.Result result = Command.run(command, deadline);
        if (!result.inTime()) {
            throw new ClusterException(
                    "%s: the script was killed after %d ms: %s".formatted(node, deadline.toMillis(), result.words()));
        }
        if (!result.ok()) {
            // nsenter's own failure looks like the script's: ask whether the lab went meanwhile.
            requireFirst();
        }
        return result.shell();
    }

    private void requireFirst() {
        if (!first.alive()) {
            throw new ClusterException(
                    "%s cannot be reached: the lab's first process %d is gone".formatted(node, first.pid()));
        }
    }
}
