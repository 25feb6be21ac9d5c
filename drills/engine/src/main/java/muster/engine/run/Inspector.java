package muster.engine.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import muster.engine.cluster.Store;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Quorum;
import muster.engine.history.Sighting;
import muster.engine.history.View;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a cluster, again and again if asked to, and remembers when each member was last heard and whom it followed. Every member and
 * the served view are asked at the same time, so that a look takes no longer than its slowest answer.
 */
public final class Inspector {

    private final Roster roster;
    private final Store store;
    private final long zeroNanos = System.nanoTime();
    private final Map<String, Long> heardNanos = new HashMap<>();
    private final Map<String, String> followed = new HashMap<>();

    /**
     * @param roster whom
     * @param store in which language
     */
    public Inspector(Roster roster, Store store) {
        this.roster = roster;
        this.store = store;
    }

    /** One attempt to be served, and how long it took. */
    private record Attempt(Member member, Outcome outcome, long tookNanos) {}

    /**
     * The state now.
     *
     * @param deadline for each question
     * @throws InterruptedException if this thread is interrupted
     */
    public Status look(Duration deadline) throws InterruptedException {
        View view;
        List<Attempt> served = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Attempt>> attempts = new ArrayList<>();
            for (Member member : roster.members()) {
                attempts.add(threads.submit(timed(member, () -> store.serve(member, deadline))));
            }
            view = Look.around(store, roster.members(), zeroNanos, deadline);
            for (Future<Attempt> attempt : attempts) {
                served.add(attempt.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking a member must not fail", e.getCause());
        }
        boolean serving = served.stream().anyMatch(attempt -> attempt.outcome().acknowledged());
        List<String> local = serving ? List.of() : localReads(view, deadline);
        return describe(view, served, serving, local);
    }

    private Callable<Attempt> timed(Member member, Callable<Outcome> question) {
        return () -> {
            long before = System.nanoTime();
            Outcome outcome = question.call();
            return new Attempt(member, outcome, System.nanoTime() - before);
        };
    }

    private List<String> localReads(View view, Duration deadline) throws InterruptedException {
        List<String> words = new ArrayList<>();
        for (Member member : roster.members()) {
            if (!view.standings().containsKey(member.name())) {
                continue;
            }
            switch (store.serveLocally(member, deadline)) {
                case Outcome.Acked acked ->
                    words.add(stillAnswers(member, acked.stamp().position()));
                case Outcome.AckedLocally acked ->
                    words.add(stillAnswers(member, acked.stamp().position()));
                case Outcome.Refused refused -> words.add("%s: %s".formatted(member.name(), refused.why()));
                case Outcome.Unknown unknown -> words.add("%s: %s".formatted(member.name(), unknown.why()));
            }
        }
        return words;
    }

    private static String stillAnswers(Member member, long revision) {
        return "serializable reads still answer at %s (revision %d), perhaps stale".formatted(member.name(), revision);
    }

    private Status describe(View view, List<Attempt> served, boolean serving, List<String> local) {
        @Nullable String leader = view.leadership() instanceof View.Agreed agreed ? agreed.leader() : null;
        List<Status.Row> rows = new ArrayList<>();
        for (int i = 0; i < view.sightings().size(); i++) {
            rows.add(row(roster.members().get(i), view.sightings().get(i), view, leader));
        }
        Quorum quorum = view.quorum();
        String versions = view.standings().values().stream()
                .map(Sighting.Answer::version)
                .distinct()
                .reduce((left, right) -> left + ", " + right)
                .orElse("unknown");
        return new Status(
                roster.name(),
                store.name(),
                versions,
                roster.timers(),
                quorum,
                summary(quorum, serving, rows),
                leader,
                rows,
                raft(view),
                served(served),
                serving,
                local,
                next(view, serving));
    }

    private static String summary(Quorum quorum, boolean serving, List<Status.Row> rows) {
        if (quorum.held() && !serving) {
            return "%d of %d answer, and serve nothing".formatted(quorum.reachable(), quorum.voters());
        }
        if (quorum.full() && rows.stream().anyMatch(row -> !row.alarms().isEmpty())) {
            return "alarm raised, tolerates %d more".formatted(quorum.tolerates());
        }
        return quorum.words();
    }

    private Status.Row row(Member member, Sighting sighting, View view, @Nullable String leader) {
        long now = System.nanoTime() - zeroNanos;
        Sighting.Answer standing = sighting.standing();
        if (standing != null) {
            heardNanos.put(member.name(), sighting.answeredNanos());
            if (standing.leader() != null) {
                followed.put(member.name(), standing.leader());
            }
        }
        @Nullable Long heard = heardNanos.get(member.name());
        @Nullable
        Long lag = standing == null || leader == null
                ? null
                : Long.valueOf(Math.max(
                        0, Objects.requireNonNull(view.standings().get(leader)).index() - standing.applied()));
        return new Status.Row(
                member.name(),
                member.client().toString(),
                standing != null,
                state(sighting),
                standing == null ? null : standing.term(),
                standing == null ? null : standing.index(),
                lag,
                standing == null ? null : standing.databaseBytes(),
                standing == null ? null : standing.version(),
                standing == null ? List.of() : standing.alarms(),
                sighting.answeredNanos() - sighting.askedNanos(),
                heard == null ? null : now - heard);
    }

    private static String state(Sighting sighting) {
        return switch (sighting.said()) {
            case Sighting.Answer standing ->
                switch (standing.role()) {
                    case LEADER -> "leader";
                    case FOLLOWER -> "follower";
                    case LEARNER -> "learner";
                    case NO_LEADER -> "no leader";
                };
            case Sighting.Closed closed -> closed.why();
            case Sighting.Mute mute -> mute.why();
            case Sighting.Garbled garbled -> garbled.why();
        };
    }

    private String raft(View view) {
        return switch (view.leadership()) {
            case View.Agreed agreed ->
                "%s leads in term %d; %d of %d say so"
                        .formatted(
                                agreed.leader(),
                                agreed.term(),
                                agreed.sayers(),
                                view.sightings().size());
            case View.Disagreement disagreement ->
                "they disagree: "
                        + disagreement.claims().entrySet().stream()
                                .map(claim -> "%s says %s".formatted(claim.getKey(), claim.getValue()))
                                .reduce((left, right) -> left + ", " + right)
                                .orElse("");
            case View.Nobody nobody ->
                followed.isEmpty() || !nobody.why().equals("nobody leads")
                        ? nobody.why()
                        : "nobody leads; last followed: " + followed;
        };
    }

    private static String served(List<Attempt> attempts) {
        return attempts.stream()
                .filter(attempt -> attempt.outcome().acknowledged())
                .min((left, right) -> Long.compare(left.tookNanos(), right.tookNanos()))
                .map(attempt -> "a linearizable read took %.1f ms at %s"
                        .formatted(attempt.tookNanos() / 1e6, attempt.member().name()))
                .orElseGet(() -> "no: a linearizable read got no answer within %.1f s"
                        .formatted(attempts.stream()
                                        .mapToLong(Attempt::tookNanos)
                                        .max()
                                        .orElse(0)
                                / 1e9));
    }

    private List<String> next(View view, boolean serving) {
        if (roster.logs() == null) {
            return List.of();
        }
        List<String> next = new ArrayList<>();
        for (Sighting sighting : view.sightings()) {
            if (sighting.standing() == null) {
                next.add("%s %s".formatted(roster.logs(), sighting.member()));
            }
        }
        if (!serving || !view.quorum().full()) {
            next.add("muster heal");
        }
        return next;
    }
}
