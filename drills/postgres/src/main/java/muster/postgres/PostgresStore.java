package muster.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.engine.cluster.Client;
import muster.engine.cluster.Store;
import muster.engine.history.ClusterException;
import muster.engine.history.Evidence;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresAccess;
import muster.postgres.reconcile.LeftBehind;
import muster.postgres.reconcile.SalvageReport;
import muster.postgres.reconcile.ToldByRun;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's language: a primary and its streaming standbys.
 *
 * <p>A write's {@link muster.engine.history.Stamp} is the LSN right after the write's own records and before its commit record, with
 * the timeline on which they were inserted; a read's is the position up to which the server had inserted, or a standby replayed. A
 * primary that was deposed and does not know it answers as any primary does: that is for the checks to find.
 */
public final class PostgresStore implements Store {

    private final List<Member> members;
    private final PostgresAccess access;
    private final Connections connections;
    private final ServerView view;
    private @Nullable Primaries primaries;

    /**
     * @param members the servers
     * @param access as whom they are asked
     */
    public PostgresStore(List<Member> members, PostgresAccess access) {
        this(members, access, Keeping.BY_HAND);
    }

    /**
     * @param members the servers
     * @param access as whom they are asked
     * @param keeping what they do not say of themselves
     */
    public PostgresStore(List<Member> members, PostgresAccess access, Keeping keeping) {
        this.members = List.copyOf(members);
        this.access = access;
        this.connections = new Connections(access);
        this.view = new ServerView(this.members, connections, keeping);
    }

    @Override
    public String name() {
        return "postgres";
    }

    /** The schema in which the rows of a run lie, in the tables {@code registers} and {@code writes}. */
    public static String schema(String run) {
        return RunSchema.of(run).name();
    }

    @Override
    public List<String> instrument() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "workload: pgjdbc, at most %d writes and %d reads under way at once for each client and server, no retries"
                        .formatted(PostgresClient.MOST_WRITES, PostgresClient.MOST_READS));
        lines.addAll(Primaries.instrument());
        lines.addAll(Connections.instrument());
        lines.add("no primary, no connection, or all busy for %d s: the call is not sent and is counted as refused"
                .formatted(PostgresClient.PATIENCE.toSeconds()));
        lines.add("call: the connection is given up after %d s of silence; the workload stops waiting earlier"
                .formatted(PostgresClient.SILENCE.toSeconds()));
        lines.add("view: IDENTIFY_SYSTEM and one statement on a kept connection to a WAL sender of each server; asked"
                + " once more where it broke");
        return List.copyOf(lines);
    }

    @Override
    public Client open(String run, Member member) {
        return new PostgresClient(member, RunSchema.of(run), connections, primaries());
    }

    private synchronized Primaries primaries() {
        if (primaries == null) {
            primaries = new Primaries(members, connections);
        }
        return primaries;
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        return view.look(member, zeroNanos, deadline);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A standby does not forward reads: like a client at that member, this asks the member and then the others for a primary.
     */
    @Override
    public Outcome serve(Member member, Duration deadline) throws InterruptedException {
        long until = System.nanoTime() + deadline.toNanos();
        Outcome first = view.read(member, false, deadline);
        for (Member other : members) {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            if (first.acknowledged() || !left.isPositive()) {
                return first;
            }
            if (!other.equals(member) && view.read(other, false, left) instanceof Outcome.Acked served) {
                return served;
            }
        }
        return first;
    }

    @Override
    public Outcome serveLocally(Member member, Duration deadline) throws InterruptedException {
        return view.read(member, true, deadline);
    }

    /**
     * {@inheritDoc}
     *
     * @throws muster.engine.history.OperatorException if the run's schema is there already
     */
    @Override
    public void prepare(String run, Duration deadline) throws InterruptedException {
        place(run).prepare(deadline);
    }

    @Override
    public List<Found> readBack(String run, Duration deadline) throws InterruptedException {
        return place(run).readBack(deadline);
    }

    @Override
    public Optional<Salvage> salvage(Evidence evidence, Member remains, Path folder) throws InterruptedException {
        try {
            SalvageReport report = new LeftBehind(members, access).salvage(remains, new ToldByRun(evidence), folder);
            return Optional.of(new Salvage(place(evidence.facts().run()).standingOn(remains), report.rows()));
        } catch (OperatorException e) {
            throw new ClusterException(
                    "what %s had and lost is not salvaged: %s".formatted(remains.name(), e.getMessage()), e);
        }
    }

    @Override
    public Removal remove(String run, Duration deadline) throws InterruptedException {
        return place(run).remove(deadline);
    }

    private RunPlace place(String run) {
        return new RunPlace(members, connections, RunSchema.of(run));
    }

    @Override
    public void close() {
        synchronized (this) {
            if (primaries != null) {
                primaries.close();
            }
        }
        view.close();
    }
}
