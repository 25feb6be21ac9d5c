package muster.postgres.status;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.postgres.Lsn;
import muster.postgres.wal.Ancestry;

/** The state in sentences. */
final class Sentences {

    private final List<Reply> replies;
    private final List<Finding> findings;
    private final List<Reply> primaries;
    private final String promoter;

    /** @param promoter who makes a standby the primary once that is lost; empty if a person does */
    Sentences(List<Reply> replies, List<Finding> findings, String promoter) {
        this.promoter = promoter;
        this.replies = replies;
        this.findings = findings;
        this.primaries = Diagnosis.primariesOf(replies);
    }

    String summary() {
        if (replies.stream().allMatch(reply -> reply.facts() == null)) {
            return "no server answers";
        }
        String headline =
                findings.isEmpty() ? "healthy" : findings.getFirst().kind().headline();
        if (primaries.size() != 1) {
            return headline;
        }
        int standbys = replies.size() - 1;
        return "%s, %d of %d %s"
                .formatted(
                        headline, followers().size(), standbys, standbys == 1 ? "standby follows" : "standbys follow");
    }

    /** The standbys that stream the one primary's timeline. */
    private List<Reply> followers() {
        return replies.stream()
                .filter(reply -> reply.facts() != null && reply.facts().recovering())
                .filter(reply -> {
                    ServerFacts.Stream stream = Diagnosis.facts(reply).stream();
                    return stream != null
                            && stream.timeline()
                                    == Diagnosis.facts(primaries.getFirst()).timeline();
                })
                .toList();
    }

    String streams() {
        List<String> parts = replies.stream()
                .filter(reply -> reply.facts() != null && reply.facts().recovering())
                .map(reply -> stream(reply.name(), Diagnosis.facts(reply)))
                .toList();
        return parts.isEmpty() ? "no standby answers" : String.join("; ", parts);
    }

    private static String stream(String name, ServerFacts facts) {
        ServerFacts.Stream stream = facts.stream();
        return stream == null
                ? "%s from nobody; it has %s".formatted(name, Lsn.format(facts.written()))
                : "%s from %s%s, received %s"
                        .formatted(
                                name,
                                stream.sender(),
                                facts.slotWanted().isEmpty() ? " without a slot" : " by slot " + facts.slotWanted(),
                                Lsn.format(facts.written()));
    }

    String commits() {
        if (primaries.isEmpty()) {
            return "none: no primary answers";
        }
        return primaries.stream().map(Sentences::commits).collect(Collectors.joining("; "));
    }

    private static String commits(Reply primary) {
        ServerFacts facts = Diagnosis.facts(primary);
        if (facts.commitLevel().equals("off")) {
            return "at %s wait for nothing (synchronous_commit is off)".formatted(primary.name());
        }
        if (!facts.synchronous()) {
            return "at %s wait for its own disk alone (%s)"
                    .formatted(
                            primary.name(),
                            facts.synchronousNames().isEmpty()
                                    ? "synchronous_standby_names is empty"
                                    : "synchronous_commit is " + facts.commitLevel());
        }
        return "at %s wait for %s (%s); %s"
                .formatted(
                        primary.name(),
                        facts.waitedFor().isEmpty() ? facts.synchronousNames() : String.join(", ", facts.waitedFor()),
                        "synchronous_commit is " + facts.commitLevel(),
                        facts.waiters() == 0
                                ? "none waits now"
                                : "%d wait now, the longest for %.1f s"
                                        .formatted(facts.waiters(), facts.longestWaitSeconds()));
    }

    String tolerates() {
        if (primaries.size() != 1) {
            return primaries.isEmpty()
                    ? "nothing is served that a loss could stop: a standby must be promoted first"
                    : "no loss at all: each primary has what no other server has";
        }
        String primary = primaries.getFirst().name();
        List<String> names = followers().stream().map(Reply::name).toList();
        if (names.isEmpty()) {
            return "no loss: %s is alone, and what it has is nowhere else".formatted(primary);
        }
        ServerFacts facts = Diagnosis.facts(primaries.getFirst());
        String standbys = String.join(" or ", names);
        String promoted = promoter.isEmpty()
                ? "the loss of %s, if %s is promoted by hand".formatted(primary, standbys)
                : "the loss of %s: %s promotes %s by itself".formatted(primary, promoter, standbys);
        List<String> waitedFor = facts.waitedFor();
        if (!facts.synchronous() || waitedFor.isEmpty()) {
            return promoted + "; commits do not wait for a standby, so what it lacks then is lost";
        }
        if (!promoter.isEmpty()) {
            // Which one it may take then is its own rule: Patroni's is one of those that commits wait for.
            promoted = "the loss of %s: %s promotes a standby by itself".formatted(primary, promoter);
        }
        boolean all = waitedFor.containsAll(names);
        return "%s; %s every acknowledged commit%s"
                .formatted(
                        promoted,
                        all ? "it has" : String.join(", ", waitedFor) + " alone has",
                        names.size() == 1 ? "; if %s is lost, commits wait".formatted(names.getFirst()) : "");
    }

    Optional<String> fork() {
        return Diagnosis.forkOf(replies).map(fork -> words(fork, primaries));
    }

    private static String words(Ancestry.Fork fork, List<Reply> primaries) {
        return primaries.stream()
                .filter(reply -> Diagnosis.facts(reply).timeline() != fork.timeline())
                .map(reply -> "timeline %d left timeline %d at %s"
                        .formatted(Diagnosis.facts(reply).timeline(), fork.timeline(), Lsn.format(fork.lsn())))
                .collect(Collectors.joining("; "));
    }
}
