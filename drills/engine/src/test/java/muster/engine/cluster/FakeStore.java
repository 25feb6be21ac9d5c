package muster.engine.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import muster.engine.history.Balances;
import muster.engine.history.ClusterException;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.engine.history.Stamp;
import muster.engine.history.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that does what a test says: its gate opens and shuts at known times, members die, leaders change, answers are slow,
 * and it can lie. Passes {@link StoreContract} as long as it is told nothing.
 *
 * <p>The gate stands before everything that goes through the store's order; the view and local reads go on behind a shut gate, as etcd's
 * do without a quorum.
 */
public final class FakeStore implements Store {

    /** What becomes of a call that comes while the gate is shut. It never takes effect. */
    public enum WhileShut {
        /** No answer comes, ever; unknown when the client is closed. */
        HANGS,
        /** Refused at once. */
        REFUSED
    }

    private record Run(
            Map<String, String> registers,
            Map<String, String> before,
            SortedMap<String, Long> accounts,
            Map<Long, Found> writes) {
        Run() {
            this(new HashMap<>(), new HashMap<>(), new TreeMap<>(), new TreeMap<>());
        }
    }

    private final String name;
    private volatile long lookNanos;
    private final List<Member> members;
    private final Map<String, Run> runs = new HashMap<>();
    private boolean keeps;
    private final Set<String> dead = new HashSet<>();
    private final Map<String, Sighting.Said> sayings = new HashMap<>();
    private @Nullable WhileShut gate;
    private LongPredicate forgotten = op -> false;
    private LongPredicate stale = op -> false;
    private LongPredicate halved = op -> false;
    private Duration latency = Duration.ZERO;
    private @Nullable String leader = "m1";
    private long term = 2;
    private long revision = 1;

    /** @param size how many members: {@code m1}, {@code m2}, …; {@code m1} leads in term 2 */
    public FakeStore(int size) {
        this("fake", size);
    }

    /** One of another name. */
    public FakeStore(String name, int size) {
        this.name = name;
        members = IntStream.rangeClosed(1, size)
                .mapToObj(i -> new Member("m" + i, "n" + i, URI.create("http://198.18.1." + i + ":2379")))
                .toList();
    }

    /** Its members, dead ones too. */
    public List<Member> members() {
        return members;
    }

    /**
     * Shuts the gate.
     *
     * @return {@link System#nanoTime()} when it was shut: no call took effect between it and the next {@link #open()}
     */
    public synchronized long shut(WhileShut calls) {
        gate = calls;
        return System.nanoTime();
    }

    /**
     * Opens the gate.
     *
     * @return {@link System#nanoTime()} just before calls could take effect again
     */
    public synchronized long open() {
        long now = System.nanoTime();
        gate = null;
        return now;
    }

    /** Makes it acknowledge, and never apply, the writes whose {@link Call#op()} fits. */
    public synchronized void forget(LongPredicate ops) {
        forgotten = ops;
    }

    /** Makes it take the amount of the transfers whose {@link Call#op()} fits, and give it to nobody. */
    public synchronized void halve(LongPredicate ops) {
        halved = ops;
    }

    /** Makes the reads whose {@link Call#op()} fits answer what stood before the latest write, as a deposed leader would. */
    public synchronized void answerStale(LongPredicate ops) {
        stale = ops;
    }

    /** Makes every answer come this much after its call took effect. */
    public synchronized void answerAfter(Duration wait) {
        latency = wait;
    }

    /** Makes every member that lives name a new leader, in the next term; null for none. */
    public synchronized void lead(@Nullable String member) {
        leader = member;
        term++;
    }

    /** Makes a member refuse connections. Who leads does not change by that. */
    public synchronized void kill(String member) {
        dead.add(member);
    }

    /** Brings a member back. */
    public synchronized void start(String member) {
        dead.remove(member);
    }

    /** Makes a member say this of itself, whatever is true; null to end it. */
    public synchronized void say(String member, Sighting.@Nullable Said said) {
        if (said == null) {
            sayings.remove(member);
        } else {
            sayings.put(member, said);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> instrument() {
        return List.of("a store in this process's memory");
    }

    @Override
    public synchronized Client open(String run, Member member) {
        if (!runs.containsKey(run)) {
            throw new IllegalStateException("run %s was not prepared".formatted(run));
        }
        return new FakeClient(this, run, member);
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) {
        long asked = System.nanoTime() - zeroNanos;
        LockSupport.parkNanos(lookNanos);
        return look(member, zeroNanos, asked);
    }

    /** From now on every look takes that long. */
    public void slowToSay(Duration length) {
        lookNanos = length.toNanos();
    }

    private synchronized Sighting look(Member member, long zeroNanos, long asked) {
        Sighting.Said said = dead.contains(member.name())
                ? new Sighting.Closed("refused the connection")
                : sayings.getOrDefault(member.name(), standing(member.name()));
        return new Sighting(member.name(), asked, System.nanoTime() - zeroNanos, said);
    }

    private Sighting.Standing standing(String member) {
        Sighting.Role role = leader == null
                ? Sighting.Role.NO_LEADER
                : member.equals(leader) ? Sighting.Role.LEADER : Sighting.Role.FOLLOWER;
        return new Sighting.Standing(
                member + "-id", role, leader, term, revision + 1, revision + 1, "0.0.0", 4096, List.of());
    }

    @Override
    public synchronized Outcome serve(Member member, Duration deadline) {
        if (dead.contains(member.name())) {
            return new Outcome.Refused("refused the connection");
        }
        return gate == null
                ? new Outcome.Acked(null, stamp(member))
                : new Outcome.Unknown("no answer within %d ms".formatted(deadline.toMillis()));
    }

    @Override
    public synchronized Outcome serveLocally(Member member, Duration deadline) {
        return dead.contains(member.name())
                ? new Outcome.Refused("refused the connection")
                : new Outcome.Acked(null, stamp(member));
    }

    @Override
    public synchronized void prepare(String run, Duration deadline) {
        mustServe();
        Run there = runs.get(run);
        if (there != null && !there.writes().isEmpty()) {
            throw new OperatorException("run %s is there already".formatted(run), "choose another name");
        }
        runs.put(run, new Run());
    }

    @Override
    public synchronized List<Found> readBack(String run, Duration deadline) {
        mustServe();
        Run there = runs.get(run);
        return there == null ? List.of() : new ArrayList<>(there.writes().values());
    }

    /** From now on it deletes nothing, and says so. */
    public synchronized void keepEverything() {
        keeps = true;
    }

    @Override
    public synchronized Removal remove(String run, Duration deadline) {
        mustServe();
        if (keeps) {
            return new Removal(0, runs.size());
        }
        Run there = runs.remove(run);
        return new Removal(
                there == null
                        ? 0
                        : there.registers().size()
                                + there.accounts().size()
                                + there.writes().size(),
                0);
    }

    private void mustServe() {
        if (gate != null || dead.size() == members.size()) {
            throw new ClusterException("no member serves");
        }
    }

    @Override
    public void close() {}

    /** Lets one call take effect, and makes its answer come; an answer that is never made leaves the future as it is. */
    synchronized void accept(String run, Member member, Call call, CompletableFuture<Outcome> answer) {
        if (dead.contains(member.name())) {
            answer.complete(new Outcome.Refused("refused the connection"));
            return;
        }
        if (gate != null && !call.kind().local()) {
            switch (gate) {
                case HANGS -> {}
                case REFUSED -> answer.complete(new Outcome.Refused("the gate is shut"));
            }
            return;
        }
        Run there = runs.get(run);
        Outcome outcome = there == null ? new Outcome.Refused("no such run") : apply(there, member, call);
        if (latency.isZero()) {
            answer.complete(outcome);
            return;
        }
        answer.completeOnTimeout(outcome, latency.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Outcome apply(Run run, Member member, Call call) {
        @Nullable String stands = run.registers().get(call.key());
        return switch (call.kind()) {
            case READ, LOCAL_READ ->
                new Outcome.Acked(stale.test(call.op()) ? run.before().get(call.key()) : stands, stamp(member));
            case WRITE -> write(run, member, call);
            case COMPARE_AND_SET ->
                Objects.equals(stands, call.expected())
                        ? write(run, member, call)
                        : new Outcome.Acked(stands, stamp(member));
            case INSERT ->
                stands == null
                        ? write(run, member, call)
                        : new Outcome.Refused("%s stands there already".formatted(call.key()));
            case TRANSFER -> transfer(run, member, call);
            case SNAPSHOT, LOCAL_SNAPSHOT ->
                new Outcome.Acked(run.accounts().isEmpty() ? null : new Balances(run.accounts()).text(), stamp(member));
        };
    }

    private Outcome transfer(Run run, Member member, Call call) {
        Transfer transfer =
                Transfer.parse(Objects.requireNonNull(call.argument())).orElseThrow();
        boolean kept = !forgotten.test(call.op());
        if (kept) {
            run.accounts().merge(transfer.from(), -transfer.amount(), Long::sum);
            if (!halved.test(call.op())) {
                run.accounts().merge(transfer.to(), transfer.amount(), Long::sum);
            }
        }
        return acknowledge(run, member, call, kept);
    }

    private Outcome write(Run run, Member member, Call call) {
        String value = Objects.requireNonNull(call.argument());
        boolean kept = !forgotten.test(call.op());
        if (kept) {
            @Nullable String previous = run.registers().put(call.key(), value);
            if (previous != null) {
                run.before().put(call.key(), previous);
            }
        }
        return acknowledge(run, member, call, kept);
    }

    private Outcome acknowledge(Run run, Member member, Call call, boolean kept) {
        String value = Objects.requireNonNull(call.argument());
        revision++;
        if (kept) {
            run.writes()
                    .merge(
                            call.op(),
                            new Found(call.op(), value, 1, stamp(member)),
                            (old, fresh) -> new Found(call.op(), value, old.copies() + 1, fresh.stamp()));
        }
        return new Outcome.Acked(value, stamp(member));
    }

    private Stamp stamp(Member member) {
        return new Stamp(member.name(), term, revision);
    }
}
