package muster.scripts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Side;
import muster.engine.fault.Fault;
import muster.engine.fault.Reach;
import muster.scripts.shape.Choice;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Values;
import muster.scripts.shape.Word;
import muster.scripts.shape.Written;

/** The words of a fault. */
final class FaultWords {

    private static final Field<Side> ISOLATE_FROM = new Field<>(
            "from",
            "Whom the member is cut off from.",
            new Choice<>(
                    "side",
                    List.of(
                            new Word.Bare<>("peers", "The other members.", Side.PEERS),
                            new Word.Bare<>("clients", "Its clients.", Side.CLIENTS),
                            new Word.Bare<>("both", "Members and clients.", Side.BOTH))));

    private static final Field<Reach> CUT_FROM = new Field<>(
            "from",
            "Whose link to the member is cut.",
            new Choice<>(
                    "peer",
                    List.of(
                            new Word.Bare<>(
                                    "one", "One member that is not hit: the leader if it is among them.", Reach.ONE),
                            new Word.Bare<>("rest", "Every member that is not hit.", Reach.REST))));

    private static final Field<Direction> DIRECTION = new Field<>(
            "direction",
            "Which packets are dropped, seen from the member.",
            new Choice<>(
                    "direction",
                    List.of(
                            new Word.Bare<>("both", "Those that come and those that go.", Direction.BOTH),
                            new Word.Bare<>("in", "Those that come.", Direction.IN),
                            new Word.Bare<>("out", "Those that go.", Direction.OUT))),
            Optional.of(Direction.BOTH));

    private static final Field<String> STANDBYS = new Field<>(
            "synchronous-standbys",
            "synchronous_standby_names: whose word a commit waits for.",
            new Written<>(
                    "a list such as * or ANY 1 (p1, p2)", Pattern.compile("^(\\*|[A-Za-z0-9 ,()*]+)$"), Optional::of),
            Optional.of(""));

    private static final Field<String> COMMIT = new Field<>(
            "synchronous-commit",
            "synchronous_commit: what a commit waits for.",
            new Choice<>(
                    "level",
                    List.of(
                            new Word.Bare<>("off", "Nothing.", "off"),
                            new Word.Bare<>("local", "The primary's own disk.", "local"),
                            new Word.Bare<>("remote-write", "That the standby has it in memory.", "remote_write"),
                            new Word.Bare<>("on", "The standby's disk.", "on"),
                            new Word.Bare<>("remote-apply", "That the standby shows it to readers.", "remote_apply"))),
            Optional.of(""));

    private static final Field<Duration> APPLY_DELAY = new Field<>(
            "apply-delay",
            "recovery_min_apply_delay: by how much a standby shows changes later than it could.",
            Measures.LENGTH,
            Optional.of(Duration.ZERO));

    private static final Field<Duration> JUMP_BY = new Field<>("by", "How far forward.", Measures.LENGTH);

    /** One fault. */
    static final Choice<Fault> SHAPE = new Choice<>(
            "fault",
            List.of(
                    new Word.Bare<>(
                            "kill",
                            "The process dies without a word (SIGKILL) and stays dead until the heal.",
                            new Fault.Kill()),
                    new Word.Bare<>(
                            "stop",
                            "The process ends in order (SIGTERM), as for a restart, and stays ended until the heal.",
                            new Fault.Stop()),
                    new Word.Bare<>(
                            "pause",
                            "The process stands still (SIGSTOP) until the heal: its connections stay, nothing is"
                                    + " answered.",
                            new Fault.Pause()),
                    new Word.Bare<>(
                            "reboot",
                            "The member's node restarts in order, and comes back by itself. A K3s cluster only.",
                            new Fault.Reboot()),
                    new Word.Bare<>(
                            "power-cut",
                            "The member's node is switched off and on by hand, as the terminal asks. A K3s cluster only.",
                            new Fault.PowerCut()),
                    new Word.Bare<>(
                            "node-loss",
                            "The member's whole node is lost with all that runs there. PostgreSQL in pods only.",
                            new Fault.NodeLoss()),
                    new Word.Bare<>(
                            "node-partition",
                            "The member's whole node is alone, and all that runs there goes on. PostgreSQL in pods only.",
                            new Fault.NodePartition()),
                    new Word.Bare<>(
                            "switchover",
                            "The primary's part is handed to a standby by whoever keeps the servers. PostgreSQL that Patroni or CloudNativePG keeps only.",
                            new Fault.Switchover()),
                    new Word.Bare<>(
                            "lose-data",
                            "The process dies (SIGKILL) and its data is gone; the heal puts an empty member in its place.",
                            new Fault.LoseData()),
                    new Word.Bare<>(
                            "lose-disk",
                            "The process dies (SIGKILL) and its disk is out of reach; the heal brings it back, unless the cluster was rebuilt without it. A K3s cluster only.",
                            new Fault.LoseDisk()),
                    new Word.Valued<>(
                            "isolate",
                            "A packet filter on the member's node keeps it from its peers, its clients or both.",
                            new Fields<Fault>(
                                    List.of(ISOLATE_FROM, DIRECTION),
                                    values -> Optional.of(
                                            new Fault.Isolate(values.get(ISOLATE_FROM), values.get(DIRECTION)))),
                            fault -> fault),
                    new Word.Valued<>(
                            "cut",
                            "A packet filter on the member's node cuts its link to one peer, or to all that are not"
                                    + " hit.",
                            new Fields<Fault>(
                                    List.of(CUT_FROM, DIRECTION),
                                    values -> Optional.of(new Fault.Cut(values.get(CUT_FROM), values.get(DIRECTION)))),
                            fault -> fault),
                    new Word.Valued<>(
                            "settings",
                            "A PostgreSQL server runs with other settings than its own.",
                            new Fields<Fault>(List.of(STANDBYS, COMMIT, APPLY_DELAY), FaultWords::settings),
                            fault -> fault),
                    new Word.Bare<>(
                            "disk-full",
                            "The member's disk is full, and it dies of that. Its data need a file system of their own.",
                            new Fault.DiskFull()),
                    new Word.Bare<>(
                            "quota-full",
                            "etcd's space quota is full: every member refuses writes until the heal.",
                            new Fault.QuotaFull()),
                    new Word.Valued<>(
                            "clock-jump",
                            "The process sees a later time than it is. The lab refuses it for etcd.",
                            new Fields<Fault>(
                                    List.of(JUMP_BY), values -> Optional.of(new Fault.ClockJump(values.get(JUMP_BY)))),
                            fault -> fault)),
            Map.of(),
            Optional.empty());

    private FaultWords() {}

    private static Optional<Fault> settings(Values values) {
        String standbys = values.get(STANDBYS);
        String commit = values.get(COMMIT);
        Duration delay = values.get(APPLY_DELAY);
        if (standbys.isEmpty() && commit.isEmpty() && delay.isZero()) {
            values.refuse(
                    values.place(STANDBYS),
                    "no setting is named: add synchronous-standbys, synchronous-commit or apply-delay");
            return Optional.empty();
        }
        return Optional.of(new Fault.Settings(standbys, commit, delay));
    }
}
