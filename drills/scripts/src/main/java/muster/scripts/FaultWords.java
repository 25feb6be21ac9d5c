package muster.scripts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Side;
import muster.engine.fault.Fault;
import muster.engine.fault.Reach;
import muster.scripts.shape.Choice;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Word;

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
                            "The process stands still (SIGSTOP) until the heal: its connections stay, nothing is answered.",
                            new Fault.Pause()),
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
                            "A packet filter on the member's node cuts its link to one peer, or to all that are not hit.",
                            new Fields<Fault>(
                                    List.of(CUT_FROM, DIRECTION),
                                    values -> Optional.of(new Fault.Cut(values.get(CUT_FROM), values.get(DIRECTION)))),
                            fault -> fault),
                    new Word.Valued<>(
                            "clock-jump",
                            "The process sees a later time than it is. The lab refuses it for etcd.",
                            new Fields<Fault>(
                                    List.of(JUMP_BY), values -> Optional.of(new Fault.ClockJump(values.get(JUMP_BY)))),
                            fault -> fault)),
            Map.of(),
            Optional.empty());

    private FaultWords() {}
}
