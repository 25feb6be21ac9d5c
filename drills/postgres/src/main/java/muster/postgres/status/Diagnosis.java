package muster.postgres.status;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.postgres.Lsn;
import muster.postgres.wal.Ancestry;
import org.jspecify.annotations.Nullable;

/** What is not as it should be, by what the servers say. */
final class Diagnosis {

    /** A commit that waits no longer than this waits for a standby that is there. */
    private static final double PATIENCE_SECONDS = 1;

    private final List<Reply> replies;
    private final List<Finding> findings = new ArrayList<>();

    private Diagnosis(List<Reply> replies) {
        this.replies = replies;
    }

    /** The findings, the worst first. */
    static List<Finding> of(List<Reply> replies) {
        Diagnosis diagnosis = new Diagnosis(replies);
        diagnosis.clusters();
        diagnosis.primaries();
        diagnosis.servers();
        diagnosis.findings.sort(Comparator.comparing(Finding::kind));
        return List.copyOf(diagnosis.findings);
    }

    /** The servers that are not in recovery. */
    static List<Reply> primariesOf(List<Reply> replies) {
        return replies.stream()
                .filter(reply -> reply.facts() != null && !reply.facts().recovering())
                .toList();
    }

    /** Where two primaries of one cluster parted; empty if there are no two, or their histories do not tell. */
    static Optional<Ancestry.Fork> forkOf(List<Reply> replies) {
        List<Reply> primaries = primariesOf(replies);
        if (primaries.size() != 2) {
            return Optional.empty();
        }
        ServerFacts first = facts(primaries.getFirst());
        ServerFacts second = facts(primaries.getLast());
        return first.systemIdentifier().equals(second.systemIdentifier())
                ? first.ancestry().forkFrom(second.ancestry())
                : Optional.empty();
    }

    static ServerFacts facts(Reply reply) {
        return Objects.requireNonNull(reply.facts(), reply.name());
    }

    private List<Reply> answering() {
        return replies.stream().filter(reply -> reply.facts() != null).toList();
    }

    private void clusters() {
        List<Reply> answering = answering();
        long identifiers = answering.stream()
                .map(reply -> facts(reply).systemIdentifier())
                .distinct()
                .count();
        if (identifiers > 1) {
            add(
                    Finding.Kind.DIFFERENT_CLUSTERS,
                    "these are not one cluster; their system identifiers differ: "
                            + answering.stream()
                                    .map(reply -> "%s has %s"
                                            .formatted(
                                                    reply.name(), facts(reply).systemIdentifier()))
                                    .collect(Collectors.joining(", ")));
        }
    }

    private void primaries() {
        List<Reply> primaries = primariesOf(replies);
        if (primaries.isEmpty() && !answering().isEmpty()) {
            add(Finding.Kind.NO_PRIMARY, "every server that answers is in recovery: nothing can be written");
        }
        boolean oneCluster = primaries.stream()
                        .map(reply -> facts(reply).systemIdentifier())
                        .distinct()
                        .count()
                == 1;
        if (primaries.size() > 1 && oneCluster) {
            splitBrain(primaries);
        }
        for (Reply primary : primaries) {
            waits(primary);
            List<String> lacks = facts(primary).rewind().lacks();
            if (primaries.size() == 1 && !lacks.isEmpty()) {
                add(
                        Finding.Kind.NO_REWIND,
                        "%s could not be rewound after a failover: %s"
                                .formatted(primary.name(), String.join("; ", lacks)));
            }
        }
    }

    private void splitBrain(List<Reply> primaries) {
        String who = primaries.stream()
                .map(reply ->
                        "%s on timeline %d".formatted(reply.name(), facts(reply).timeline()))
                .collect(Collectors.joining(" and "));
        Optional<Ancestry.Fork> fork = forkOf(replies);
        if (fork.isEmpty()) {
            add(
                    Finding.Kind.SPLIT_BRAIN,
                    "%s both take writes; their histories do not tell where they parted".formatted(who));
            return;
        }
        long at = fork.get().lsn();
        add(
                Finding.Kind.SPLIT_BRAIN,
                "%s both take writes since %s; past it, %s"
                        .formatted(
                                who,
                                fork.get(),
                                primaries.stream()
                                        .map(reply -> "%s wrote %s"
                                                .formatted(
                                                        reply.name(),
                                                        Bytes.words(facts(reply).written() - at)))
                                        .collect(Collectors.joining(" and "))));
        for (Reply primary : primaries) {
            List<String> lacks = facts(primary).rewind().lacksFor(at);
            if (!lacks.isEmpty()) {
                add(
                        Finding.Kind.NO_REWIND,
                        "pg_rewind of %s would be refused: %s".formatted(primary.name(), String.join("; ", lacks)));
            }
        }
    }

    private void waits(Reply primary) {
        ServerFacts facts = facts(primary);
        boolean nobody = facts.waitedFor().isEmpty();
        if (facts.waiters() > 0 && (nobody || facts.longestWaitSeconds() > PATIENCE_SECONDS)) {
            add(
                    Finding.Kind.COMMITS_WAIT,
                    "%d %s at %s, the longest for %s s, for a standby that %s (synchronous_standby_names is %s)"
                            .formatted(
                                    facts.waiters(),
                                    facts.waiters() == 1 ? "commit waits" : "commits wait",
                                    primary.name(),
                                    "%.1f".formatted(facts.longestWaitSeconds()),
                                    nobody ? "is not there" : "does not confirm",
                                    facts.synchronousNames()));
        } else if (facts.synchronous() && nobody) {
            add(
                    Finding.Kind.COMMITS_WAIT,
                    "every commit at %s will wait: no synchronous standby is there (synchronous_standby_names is %s)"
                            .formatted(primary.name(), facts.synchronousNames()));
        }
    }

    private void servers() {
        for (Reply reply : replies) {
            if (reply.facts() == null) {
                add(Finding.Kind.SERVER_DOWN, "%s: %s".formatted(reply.name(), reply.why()));
                continue;
            }
            ServerFacts facts = facts(reply);
            facts.slots().stream()
                    .filter(slot -> "lost".equals(slot.walStatus()))
                    .forEach(slot -> add(
                            Finding.Kind.SLOT,
                            "the slot %s at %s has lost its WAL: whoever streams by it must be made anew"
                                    .formatted(slot.name(), reply.name())));
            if (facts.recovering()) {
                standby(reply, facts);
            }
        }
    }

    private void standby(Reply reply, ServerFacts facts) {
        List<Reply> primaries = primariesOf(replies);
        ServerFacts.Stream stream = facts.stream();
        if (stream == null && !primaries.isEmpty()) {
            add(
                    Finding.Kind.ZOMBIE_STANDBY,
                    "%s is in recovery on timeline %d and streams from nobody: what it serves is as old as %s"
                            .formatted(reply.name(), facts.timeline(), Lsn.format(facts.replayed())));
        }
        if (stream != null && primaries.size() == 1) {
            int timeline = facts(primaries.getFirst()).timeline();
            if (stream.timeline() < timeline) {
                add(
                        Finding.Kind.ZOMBIE_STANDBY,
                        "%s streams timeline %d from %s, and the primary %s is on %d: what it serves is another branch"
                                .formatted(
                                        reply.name(),
                                        stream.timeline(),
                                        stream.sender(),
                                        primaries.getFirst().name(),
                                        timeline));
            }
        }
        if (facts.replayPaused()) {
            add(Finding.Kind.REPLAY_PAUSED, "%s was told not to replay: its reads grow old".formatted(reply.name()));
        }
        sender(facts).ifPresent(sender -> missingSlot(reply, facts, sender));
    }

    private void missingSlot(Reply reply, ServerFacts facts, Reply sender) {
        String wanted = facts.slotWanted();
        boolean there =
                facts(sender).slots().stream().anyMatch(slot -> slot.name().equals(wanted));
        if (!wanted.isEmpty() && !there) {
            add(
                    Finding.Kind.SLOT,
                    "%s asks %s for the slot %s, and there is none".formatted(reply.name(), sender.name(), wanted));
        }
    }

    /** Whom a standby streams from, or would: the primary. */
    private Optional<Reply> sender(ServerFacts facts) {
        ServerFacts.@Nullable Stream stream = facts.stream();
        List<Reply> primaries = primariesOf(replies);
        if (stream != null) {
            return answering().stream()
                    .filter(reply -> reply.name().equals(stream.sender()))
                    .findFirst();
        }
        return primaries.size() == 1 ? Optional.of(primaries.getFirst()) : Optional.empty();
    }

    private void add(Finding.Kind kind, String words) {
        findings.add(new Finding(kind, words));
    }
}
