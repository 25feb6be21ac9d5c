package muster.engine.history;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Literal evidence for tests. Times are milliseconds since the run's zero, unless a name says otherwise. */
public final class EvidenceBuilder {

    /** Etcd's own timers. */
    public static final Timers STOCK = new Timers(Duration.ofMillis(100), Duration.ofSeconds(1));

    private static final long MILLI = 1_000_000;

    private final List<Entry> journal = new ArrayList<>();
    private final List<Op> ops = new ArrayList<>();
    private final List<Found> found = new ArrayList<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();
    private RunFacts facts;

    private EvidenceBuilder(int members) {
        facts = new RunFacts(
                "etcd-leader-kill/2026-11-21T02-03-04Z",
                "etcd-leader-kill",
                "The etcd leader dies",
                "lab",
                "etcd",
                "3.4.23",
                "1.0.0",
                Instant.parse("2026-11-21T02:03:04Z"),
                IntStream.rangeClosed(1, members)
                        .mapToObj(i -> new Member("m" + i, "n" + i, URI.create("http://198.18.1." + i + ":2379")))
                        .toList(),
                STOCK,
                new Prediction.OneElection(STOCK),
                "3 voters, quorum 2, tolerates 1; this kills 1",
                List.of("a connection is given up after 0.2 s"),
                null);
        event(0, new Event.Began(facts));
    }

    /** A run with members m1, m2, … that begins and does nothing. */
    public static EvidenceBuilder members(int members) {
        return new EvidenceBuilder(members);
    }

    /** What is foretold. */
    public EvidenceBuilder predicts(Prediction prediction) {
        return facts(old -> with(old, old.drill(), prediction));
    }

    /** The drill's name. */
    public EvidenceBuilder drill(String name) {
        return facts(old -> with(old, name, old.prediction()));
    }

    private static RunFacts with(RunFacts old, String drill, Prediction prediction) {
        return new RunFacts(
                drill + "/2026-11-21T02-03-04Z",
                drill,
                old.title(),
                old.site(),
                old.store(),
                old.storeVersion(),
                old.musterVersion(),
                old.started(),
                old.members(),
                old.timers(),
                prediction,
                old.arithmetic(),
                old.instrument(),
                old.latencyDoubt());
    }

    private EvidenceBuilder facts(UnaryOperator<RunFacts> change) {
        facts = change.apply(facts);
        journal.set(0, new Entry(0, 0, facts.started(), new Event.Began(facts)));
        return this;
    }

    /** Something happens. */
    public EvidenceBuilder event(long atMillis, Event event) {
        Instant wall = Instant.parse("2026-11-21T02:03:04Z").plusMillis(atMillis);
        journal.add(new Entry(journal.size(), atMillis * MILLI, wall, event));
        return this;
    }

    /** A member is killed and proved dead. */
    public EvidenceBuilder killed(int injection, String member, long atMillis) {
        event(
                atMillis,
                new Event.FaultIntended(injection, "kill", member, "n" + member.substring(1), "start " + member));
        event(atMillis + 2, new Event.FaultInjected(injection, span(atMillis, atMillis + 2)));
        return event(
                atMillis + 5,
                new Event.FaultBit(injection, span(atMillis + 2, atMillis + 5), member + " refuses connections"));
    }

    /** A member is started again and its node proved clean. */
    public EvidenceBuilder healed(int injection, long atMillis) {
        event(atMillis, new Event.FaultHealing(injection));
        event(atMillis + 20, new Event.FaultHealed(injection, span(atMillis, atMillis + 20)));
        return event(atMillis + 40, new Event.NodeClean(injection, "it runs"));
    }

    /** Our own threads stalled at worst for this long. */
    public EvidenceBuilder stalled(long worstMillis) {
        long at = journal.getLast().atNanos() / MILLI;
        return event(at, new Event.Hiccups(20_000, 300_000, List.of(new Event.Stall(at * MILLI, worstMillis * MILLI))));
    }

    /** The writes are read back, and these are there. */
    public EvidenceBuilder readBack(long atMillis, long... ops) {
        for (long op : ops) {
            found(op, 1);
        }
        return event(atMillis, new Event.ReadBack(found.size(), "at m1"));
    }

    /** A write is there. It must have been added before. */
    public EvidenceBuilder found(long op, long copies) {
        @Nullable String value = ops.get((int) op).argument();
        found.add(new Found(op, value == null ? "" : value, copies, new Stamp("m1", 5, 100 + op)));
        return this;
    }

    /** The run ends. */
    public EvidenceBuilder ended(long atMillis) {
        return event(atMillis, new Event.Ended());
    }

    /** A call, as it is. Its id must be its place. */
    public EvidenceBuilder op(Op op) {
        ops.add(op);
        return this;
    }

    /** A finding about a write, as it is. */
    public EvidenceBuilder found(Found one) {
        found.add(one);
        return this;
    }

    /** A sighting, as it is. */
    public EvidenceBuilder sighting(Sighting sighting) {
        sightings.add(sighting);
        return this;
    }

    /** A write that is acknowledged. */
    public EvidenceBuilder acked(String endpoint, long sentMillis, long doneMillis) {
        return write(endpoint, sentMillis, doneMillis, new Outcome.Acked("v" + ops.size(), stamp(endpoint)));
    }

    /** A write that is acknowledged with the warning of a weaker promise. */
    public EvidenceBuilder ackedLocally(String endpoint, long sentMillis, long doneMillis) {
        return write(
                endpoint,
                sentMillis,
                doneMillis,
                new Outcome.AckedLocally(
                        "v" + ops.size(),
                        stamp(endpoint),
                        "canceling wait for synchronous replication due to user request"));
    }

    /** Writes are salvaged from a member that lost. They must have been added before. */
    public EvidenceBuilder salvaged(long atMillis, String member, long... writes) {
        List<Found> there = Arrays.stream(writes)
                .mapToObj(op -> new Found(
                        op, Objects.requireNonNull(ops.get((int) op).argument()), 1, new Stamp(member, 1, 100 + op)))
                .toList();
        return event(atMillis, new Event.Salvaged(member, there, "salvage/%s.sql".formatted(member)));
    }

    /** A write that is refused. */
    public EvidenceBuilder refused(String endpoint, long sentMillis, long doneMillis) {
        return write(endpoint, sentMillis, doneMillis, new Outcome.Refused("connection refused"));
    }

    /** A write of which nothing is heard. */
    public EvidenceBuilder unknown(String endpoint, long sentMillis, long doneMillis) {
        return write(endpoint, sentMillis, doneMillis, new Outcome.Unknown("no answer within 1 s"));
    }

    private EvidenceBuilder write(String endpoint, long sentMillis, long doneMillis, Outcome outcome) {
        return call(Op.Kind.WRITE, endpoint, sentMillis, doneMillis, outcome);
    }

    /** A read of what the member has; it answers or refuses. */
    public EvidenceBuilder localRead(String endpoint, long sentMillis, boolean answered) {
        Outcome outcome =
                answered ? new Outcome.Acked(null, stamp(endpoint)) : new Outcome.Refused("connection refused");
        return call(Op.Kind.LOCAL_READ, endpoint, sentMillis, sentMillis + 1, outcome);
    }

    private EvidenceBuilder call(Op.Kind kind, String endpoint, long sentMillis, long doneMillis, Outcome outcome) {
        long id = ops.size();
        return op(new Op(
                id,
                (int) (id % 8),
                id,
                kind,
                "k" + id % 4,
                kind == Op.Kind.WRITE ? "v" + id : null,
                null,
                endpoint,
                sentMillis * MILLI,
                sentMillis * MILLI,
                doneMillis * MILLI,
                outcome,
                null));
    }

    /** Acknowledged writes at m1, one at each step, 1 ms long. */
    public EvidenceBuilder steadyWrites(long fromMillis, long toMillis, long stepMillis) {
        for (long at = fromMillis; at < toMillis; at += stepMillis) {
            acked("m1", at, at + 1);
        }
        return this;
    }

    /** Refused writes at m1, one at each step, 1 ms long. */
    public EvidenceBuilder refusedWrites(long fromMillis, long toMillis, long stepMillis) {
        for (long at = fromMillis; at < toMillis; at += stepMillis) {
            refused("m1", at, at + 1);
        }
        return this;
    }

    /** A member says, again and again until then, whom it follows; null is nobody. */
    public EvidenceBuilder says(
            String member, @Nullable String leader, long term, long fromMillis, long toMillis, long stepMillis) {
        for (long at = fromMillis; at < toMillis; at += stepMillis) {
            sighting(new Sighting(member, at * MILLI, (at + 1) * MILLI, standing(member, leader, term)));
        }
        return this;
    }

    /** A member refuses connections. */
    public EvidenceBuilder dead(String member, long fromMillis, long toMillis, long stepMillis) {
        for (long at = fromMillis; at < toMillis; at += stepMillis) {
            sighting(new Sighting(member, at * MILLI, (at + 1) * MILLI, new Sighting.Closed("connection refused")));
        }
        return this;
    }

    /** What a member says of itself. */
    public static Sighting.Standing standing(String member, @Nullable String leader, long term) {
        Sighting.Role role = leader == null
                ? Sighting.Role.NO_LEADER
                : leader.equals(member) ? Sighting.Role.LEADER : Sighting.Role.FOLLOWER;
        return new Sighting.Standing(member, role, leader, term, 1_284, 1_284, "3.4.23", 1_200_000, List.of());
    }

    /** Something is wrong with the files. */
    public EvidenceBuilder doubt(String doubt) {
        doubts.add(doubt);
        return this;
    }

    /** The evidence. */
    public Evidence build() {
        List<Sighting> ordered = sightings.stream()
                .sorted(java.util.Comparator.comparingLong(Sighting::askedNanos))
                .toList();
        return new Evidence(facts, journal, ops, found, ordered, doubts);
    }

    private Stamp stamp(String endpoint) {
        return new Stamp(endpoint, 4, 100 + ops.size());
    }

    private static Span span(long fromMillis, long toMillis) {
        return new Span(fromMillis * MILLI, toMillis * MILLI);
    }
}
