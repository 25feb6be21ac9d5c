package muster.postgres.status;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.run.Roster;
import muster.postgres.Keeping;
import muster.postgres.Lsn;
import muster.postgres.ServerNames;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresAccess;
import muster.postgres.connection.PostgresOutcomes;
import muster.postgres.wal.Ancestry;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a PostgreSQL cluster, again and again if asked to, and remembers when each server was last heard. All servers are asked at
 * the same time, so that a look takes no longer than its slowest answer.
 */
public final class PostgresInspector implements AutoCloseable {

    private final Roster roster;
    private final Connections connections;
    private final Keeping keeping;
    private final ServerNames names;
    private final Map<Member, Connection> kept = new ConcurrentHashMap<>();
    private final Map<Member, Long> heardNanos = new HashMap<>();

    /**
     * @param roster whom
     * @param access as whom
     */
    public PostgresInspector(Roster roster, PostgresAccess access) {
        this(roster, access, Keeping.BY_HAND);
    }

    /**
     * @param roster whom
     * @param access as whom
     * @param keeping what they do not say of themselves
     */
    public PostgresInspector(Roster roster, PostgresAccess access, Keeping keeping) {
        this.keeping = keeping;
        this.roster = roster;
        this.connections = new Connections(access);
        this.names = new ServerNames(roster.members(), keeping);
    }

    /** One answer, and how long it took. */
    private record Answer(@Nullable ServerFacts facts, String why, long tookNanos) {}

    /**
     * The state now.
     *
     * @param deadline for each answer of each server
     * @throws OperatorException if a server does not let us in
     * @throws InterruptedException if this thread is interrupted
     */
    public PostgresStatus look(Duration deadline) throws InterruptedException {
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = roster.members().stream()
                    .map(member -> threads.submit(() -> ask(member, deadline)))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                replies.add(reply(roster.members().get(i), answers.get(i).get()));
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperatorException operator) {
                throw operator;
            }
            throw new IllegalStateException("asking a server must not fail", e.getCause());
        }
        return describe(replies);
    }

    private Answer ask(Member member, Duration deadline) {
        long before = System.nanoTime();
        try {
            Connection connection = kept.get(member);
            if (connection == null) {
                connection = connections.openReplication(member.client(), Connections.Purpose.LOOK, deadline);
                kept.put(member, connection);
            }
            return new Answer(Inquiry.ask(connection, names), "", System.nanoTime() - before);
        } catch (SQLException e) {
            Connection broken = kept.remove(member);
            if (broken != null) {
                Connections.abandon(broken);
            }
            refuse(member, e);
            String why = PostgresOutcomes.silent(e)
                    ? "no answer within %d ms".formatted(deadline.toMillis())
                    : PostgresOutcomes.words(e);
            return new Answer(null, why, System.nanoTime() - before);
        }
    }

    /** An identity that is not let in is not the server's state but the operator's mistake. */
    private static void refuse(Member member, SQLException error) {
        String state = String.valueOf(error.getSQLState());
        if (state.startsWith("28") || state.equals("42501")) {
            throw new OperatorException(
                    "%s does not let us in: %s".formatted(member.name(), PostgresOutcomes.words(error)),
                    "give a role with REPLICATION and pg_monitor, its password in PGPASSWORD or ~/.pgpass",
                    error);
        }
        if (state.equals("3D000")) {
            throw new OperatorException(
                    "%s: %s".formatted(member.name(), PostgresOutcomes.words(error)),
                    "name a database that is there: postgresql://host:port/postgres",
                    error);
        }
    }

    private Reply reply(Member member, Answer answer) {
        long now = System.nanoTime();
        if (answer.facts() != null) {
            heardNanos.put(member, now);
        }
        Long heard = heardNanos.get(member);
        return new Reply(member, answer.facts(), answer.why(), answer.tookNanos(), heard == null ? null : now - heard);
    }

    private PostgresStatus describe(List<Reply> replies) {
        List<Finding> findings = Diagnosis.of(replies);
        Sentences sentences = new Sentences(replies, findings, keeping.promoter());
        List<Reply> primaries = Diagnosis.primariesOf(replies);
        Optional<Ancestry.Fork> fork = Diagnosis.forkOf(replies);
        String version = replies.stream()
                .filter(reply -> reply.facts() != null)
                .map(reply -> Diagnosis.facts(reply).version())
                .distinct()
                .collect(Collectors.joining(", "));
        return new PostgresStatus(
                roster.name(),
                version.isEmpty() ? "unknown" : version,
                sentences.summary(),
                primaries.size() == 1 ? primaries.getFirst().name() : null,
                replies.stream().map(reply -> row(reply, primaries, fork)).toList(),
                sentences.streams(),
                sentences.commits(),
                sentences.tolerates(),
                sentences.fork().orElse(null),
                findings,
                next(replies, findings));
    }

    private static PostgresStatus.Row row(Reply reply, List<Reply> primaries, Optional<Ancestry.Fork> fork) {
        ServerFacts facts = reply.facts();
        if (facts == null) {
            return new PostgresStatus.Row(
                    reply.name(),
                    reply.server().client().toString(),
                    false,
                    reply.why(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    reply.tookNanos(),
                    reply.ageNanos());
        }
        ServerFacts primary = primaries.size() == 1 ? Diagnosis.facts(primaries.getFirst()) : null;
        ServerFacts.Standby standby = primary == null || !facts.recovering()
                ? null
                : primary.standbys().stream()
                        .filter(one -> one.name().equals(reply.name()))
                        .findFirst()
                        .orElse(null);
        Long lag = primary == null || !facts.recovering()
                ? null
                : Long.valueOf(Math.max(0, primary.written() - facts.replayed()));
        ServerFacts.Stream stream = facts.stream();
        return new PostgresStatus.Row(
                reply.name(),
                reply.server().client().toString(),
                true,
                facts.recovering() ? "standby" : "primary",
                facts.systemIdentifier(),
                facts.timeline(),
                Lsn.format(facts.recovering() ? facts.replayed() : facts.written()),
                facts.recovering() ? Lsn.format(facts.written()) : null,
                lag,
                standby == null ? null : seconds(standby, lag),
                standby == null ? null : standby.wordSeconds(),
                facts.recovering()
                        ? null
                        : fork.map(at -> facts.written() - at.lsn()).orElse(null),
                standby == null ? null : standby.syncState(),
                stream == null ? null : stream.sender(),
                facts.clients(),
                facts.slots().stream().map(PostgresInspector::words).toList(),
                facts.version(),
                reply.tookNanos(),
                reply.ageNanos());
    }

    /** The time lag goes when a standby has nothing left to report: with nothing to replay it is none. */
    private static @Nullable Double seconds(ServerFacts.Standby standby, @Nullable Long lagBytes) {
        return standby.lagSeconds() == null && lagBytes != null && lagBytes == 0
                ? Double.valueOf(0)
                : standby.lagSeconds();
    }

    private static String words(ServerFacts.Slot slot) {
        return "%s (%s, WAL %s)"
                .formatted(
                        slot.name(),
                        slot.active() ? "in use" : "not in use",
                        slot.walStatus() == null ? "not kept yet" : slot.walStatus());
    }

    private List<String> next(List<Reply> replies, List<Finding> findings) {
        List<String> next = new ArrayList<>();
        if (findings.stream().anyMatch(finding -> finding.kind() == Finding.Kind.SPLIT_BRAIN)) {
            next.add("muster reconcile --dry-run");
        }
        if (roster.logs() == null) {
            return next;
        }
        for (Reply reply : replies) {
            if (reply.facts() == null) {
                next.add("%s %s".formatted(roster.logs(), reply.name()));
            }
        }
        if (findings.stream()
                .map(Finding::kind)
                .anyMatch(kind -> kind.wantsAction() && kind != Finding.Kind.SPLIT_BRAIN)) {
            next.add("muster heal");
        }
        return next;
    }

    @Override
    public void close() {
        kept.values().forEach(Connections::abandon);
    }
}
