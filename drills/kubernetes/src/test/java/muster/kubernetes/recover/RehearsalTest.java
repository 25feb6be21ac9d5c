package muster.kubernetes.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.ShellDoors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way back as an act: what is undone before the reset, what is never undone after it, and what is left for the command. */
class RehearsalTest {

    private static final List<RecoverableServer> SERVERS = List.of(server("n1"), server("n2"), server("n3"));
    private static final String ROOM = "room 9000000000\n";

    @TempDir
    Path root;

    private final Nodes nodes = new Nodes();

    private static RecoverableServer server(String node) {
        return new RecoverableServer(node, "198.18.0." + node.charAt(1), "/data");
    }

    private Rehearsal rehearsal(boolean restores) {
        return new Rehearsal(new Rehearsal.Ground("home", SERVERS, nodes, root), SERVERS.getLast(), restores);
    }

    private String perform(Rehearsal rehearsal) throws InterruptedException {
        return rehearsal.perform(nodes::through, new Quiet());
    }

    private boolean unfinished() {
        try (RecoveryJournal journal = RecoveryJournal.unfinished(root, "home").orElse(null)) {
            return journal != null;
        }
    }

    @Test
    void everyoneIsTakenBeforeOneIsResetAndNobodyAfterwards() throws Exception {
        Rehearsal rehearsal = rehearsal(false);

        String said = perform(rehearsal);

        assertThat(said)
                .startsWith("n3 went on with its own data")
                .contains("3 of 3 servers voted", "nothing that it had");
        assertThat(nodes.gated)
                .containsExactly(
                        "stop n1",
                        "stop n2",
                        "stop n3",
                        "copy n3",
                        "stopped n1",
                        "stopped n2",
                        "reset n3",
                        "start n3",
                        "aside n1",
                        "join n1",
                        "aside n2",
                        "join n2",
                        "clear n1",
                        "clear n2",
                        "clear n3");
        assertThat(rehearsal.left()).isEmpty();
        assertThat(unfinished()).isFalse();
    }

    @Test
    void whatFailsBeforeTheResetIsUndoneEvenWhereTheLockIsLost() {
        nodes.fails = "copy n3";
        Rehearsal rehearsal = rehearsal(false);

        assertThatThrownBy(() -> perform(rehearsal))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("n3: copy fails");

        assertThat(nodes.gated).doesNotContain("reset n3");
        assertThat(nodes.straight).containsSubsequence("drop n1", "drop n2", "drop n3");
        assertThat(rehearsal.left()).isEmpty();
        assertThat(unfinished()).isFalse();
    }

    @Test
    void anInterruptBeforeTheResetUndoesIt() {
        nodes.interrupts = "stop n2";
        Rehearsal rehearsal = rehearsal(false);

        assertThatThrownBy(() -> perform(rehearsal)).isInstanceOf(InterruptedException.class);

        assertThat(nodes.straight).containsSubsequence("drop n1", "drop n2", "drop n3");
        assertThat(rehearsal.left()).isEmpty();
        assertThat(unfinished()).isFalse();
    }

    @Test
    void whatCannotBeUndoneIsLeftForTheCommand() {
        nodes.fails = "copy n3";
        nodes.failsToo = "drop n2";
        Rehearsal rehearsal = rehearsal(false);

        assertThatThrownBy(() -> perform(rehearsal)).isInstanceOf(ClusterException.class);

        assertThat(rehearsal.left()).contains("muster recover etcd --site home");
        assertThat(unfinished()).isTrue();
    }

    @Test
    void fromTheResetOnNothingIsPutBackAndTheCommandGoesOn() throws Exception {
        nodes.fails = "join n1";
        Rehearsal rehearsal = rehearsal(false);

        assertThatThrownBy(() -> perform(rehearsal)).hasMessageContaining("n1: join fails");

        assertThat(nodes.straight).noneMatch(verb -> verb.startsWith("drop"));
        assertThat(rehearsal.left()).contains("muster recover etcd --site home");
        nodes.fails = "";
        try (RecoveryJournal journal = RecoveryJournal.unfinished(root, "home").orElseThrow()) {
            Recovery recovery = new Recovery(nodes);
            assertThat(recovery.overtaken(journal)).isFalse();
            Recovery.Ending ending = recovery.run(journal, told());
            assertThat(ending.voters()).isEqualTo(3);
        }
        assertThat(nodes.straight).doesNotContain("reset n3").containsSubsequence("join n1", "join n2", "clear n3");
    }

    @Test
    void anInterruptAfterTheResetIsKeptUntilTheClusterIsWhole() throws Exception {
        nodes.interruptsCaller = "reset n3";
        nodes.caller = Thread.currentThread();

        perform(rehearsal(false));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(nodes.gated).endsWith("clear n1", "clear n2", "clear n3");
        assertThat(unfinished()).isFalse();
    }

    /** A killed Muster had taken one server, and the other's armed heal has put its data back: the majority is there without us. */
    @Test
    void aRecoveryIsDroppedWhereTheNodesWereFaster() throws Exception {
        nodes.fails = "stop n2";
        nodes.failsToo = "drop n1";
        assertThatThrownBy(() -> perform(rehearsal(false))).isInstanceOf(ClusterException.class);
        nodes.majority = true;
        nodes.failsToo = "";

        try (RecoveryJournal journal = RecoveryJournal.unfinished(root, "home").orElseThrow()) {
            Recovery recovery = new Recovery(nodes);
            assertThat(recovery.overtaken(journal)).isTrue();
            recovery.drop(journal);
        }
        assertThat(unfinished()).isFalse();
    }

    @Test
    void aServerThatWasResetIsNoMajorityOfTheOldCluster() throws Exception {
        nodes.fails = "reset n3";
        assertThatThrownBy(() -> perform(rehearsal(false))).isInstanceOf(ClusterException.class);
        nodes.majority = true;
        nodes.resetBegan = true;

        try (RecoveryJournal journal = RecoveryJournal.unfinished(root, "home").orElseThrow()) {
            assertThat(new Recovery(nodes).overtaken(journal)).isFalse();
        }
    }

    @Test
    void aRestoreGoesBackToWhatTheDrillSavedAndNamesWhatIsThrownAway() throws Exception {
        nodes.startsAt = 700;

        String said = perform(rehearsal(true));

        assertThat(said)
                .startsWith("n3 went on with the snapshot muster-drill-n3-1;")
                .contains("50 revisions are thrown away, 701 to 750, which changed 1 keys (/registry/late)");
        assertThat(nodes.words).contains("reset /data/snapshots/muster-drill-n3-1");
    }

    @Test
    void withoutASnapshotOfTheDrillNothingIsBegun() {
        nodes.fails = "saved n3";
        Rehearsal rehearsal = rehearsal(true);

        assertThatThrownBy(() -> perform(rehearsal)).hasMessageContaining("n3: saved fails");

        assertThat(nodes.gated).isEmpty();
        assertThat(unfinished()).isFalse();
    }

    @Test
    void aClusterThatKeptItsMajorityIsNotReset() {
        nodes.majority = true;

        assertThatThrownBy(() -> perform(rehearsal(false)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("has a majority");

        assertThat(nodes.gated).isEmpty();
    }

    private static Recovery.Witness told() {
        return new Recovery.Witness() {
            @Override
            public void begins(PlannedStep step) {}

            @Override
            public void done(PlannedStep step, String words) {}
        };
    }

    private static final class Quiet implements Procedure.Witness {
        @Override
        public void begins(String word, String text) {}

        @Override
        public void done(String words) {}
    }

    /** Three servers of which two have no data until they have joined; they do what the script's first line says. */
    private static final class Nodes implements ShellDoors {

        private static final Pattern VERB = Pattern.compile("set -- (\\w+) (\\w+) '[^']*' \\S+ '([^']*)'");

        private final List<String> straight = Collections.synchronizedList(new ArrayList<>());
        private final List<String> gated = Collections.synchronizedList(new ArrayList<>());
        private final List<String> words = Collections.synchronizedList(new ArrayList<>());
        private final Set<String> joined = Collections.synchronizedSet(new TreeSet<>());
        private volatile String fails = "";
        private volatile String failsToo = "";
        private volatile String interrupts = "";
        private volatile String interruptsCaller = "";
        private volatile @Nullable Thread caller;
        private volatile boolean majority;
        private volatile boolean resetBegan;
        private volatile long startsAt = 750;

        @Override
        public Shell shell(String node) {
            return (script, limit) -> answer(script, straight);
        }

        Shell.Result through(String node, String script, Duration limit) throws InterruptedException {
            return answer(script, gated);
        }

        private Shell.Result answer(String script, List<String> log) throws InterruptedException {
            Matcher matcher = VERB.matcher(script);
            if (!matcher.find()) {
                throw new IllegalArgumentException(
                        "no verb in: " + script.lines().findFirst().orElse(""));
            }
            String verb = matcher.group(1);
            String node = matcher.group(2);
            String what = verb + " " + node;
            if (Thread.interrupted() || what.equals(interrupts)) {
                interrupts = "";
                throw new InterruptedException();
            }
            log.add(what);
            words.add(verb + " " + matcher.group(3));
            Thread waiting = caller;
            if (what.equals(interruptsCaller) && waiting != null) {
                waiting.interrupt();
            }
            if (what.equals(fails) || what.equals(failsToo)) {
                return new Shell.Result(1, "", "%s: %s fails".formatted(node, verb));
            }
            return new Shell.Result(0, said(verb, node), "");
        }

        private String said(String verb, String node) {
            return switch (verb) {
                case "survey" -> account(node);
                case "keys" -> "650 L3JlZ2lzdHJ5L2Vhcmx5\n720 L3JlZ2lzdHJ5L2xhdGU=\n";
                case "saved" -> "/data/snapshots/muster-drill-%s-1\n".formatted(node);
                case "start" -> {
                    joined.add(node);
                    yield "%s: etcd serves, at revision %d".formatted(node, startsAt);
                }
                case "join" -> {
                    joined.add(node);
                    yield node + ": is a voter";
                }
                default -> "%s: %s done".formatted(node, verb);
            };
        }

        private String account(String node) {
            String told = "unit active\nwal yes\ndatabase 1000\nterm 8\nindex 900\nrevision 750\nvoters 3\n" + ROOM;
            if (majority || joined.size() == SERVERS.size()) {
                return told + "serves yes\n" + (resetBegan && node.equals("n3") ? "reset yes\n" : "");
            }
            return node.equals("n3") ? told : "unit failed\n" + ROOM;
        }
    }
}
