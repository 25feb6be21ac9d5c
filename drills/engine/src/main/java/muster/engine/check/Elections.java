package muster.engine.check;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Quorum;
import muster.engine.history.StoreWords;

/**
 * How often a new leader was elected. Undecided if no leader was ever named, or if a member that answered was asked less than twenty
 * times a second while something was broken: a short reign could hide between two sightings. A member that is waited for in vain cannot be
 * asked that often; it is excused while a majority of the voters was, because whoever is elected has the votes of one of those.
 *
 * @param atMost how many elections are allowed
 */
public record Elections(int atMost) implements Check {

    /** Twenty times a second, with a fifth more for jitter. */
    private static final Duration DENSE = Duration.ofMillis(60);

    @Override
    public String word() {
        return "elections";
    }

    @Override
    public String allows() {
        return "at most " + atMost;
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Reigns reigns = Reigns.of(evidence);
        if (reigns.reigns().isEmpty()) {
            return new Verdict.Undecided("not measured", "No member ever named a leader.");
        }
        Set<Long> unseen = unseen(evidence, reigns);
        int elections = reigns.elections() + unseen.size();
        String term = StoreWords.of(evidence.facts().store()).term();
        long firstTerm = reigns.reigns().getFirst().term();
        String measured = firstTerm == reigns.lastTerm()
                ? "%d (%s %d)".formatted(elections, term, firstTerm)
                : "%d (%s %d → %d)".formatted(elections, term, firstTerm, reigns.lastTerm());
        List<String> witness = reigns.reigns().stream()
                .map(reign -> "%s led in %s %d from %s to %s"
                        .formatted(
                                reign.leader(),
                                term,
                                reign.term(),
                                Quantities.moment(reign.fromNanos()),
                                Quantities.moment(reign.toNanos())))
                .toList();
        if (elections > atMost) {
            return new Verdict.Broken(
                    measured, "%s; %d allowed.".formatted(Quantities.count(elections, "election"), atMost), witness);
        }
        Optional<String> sparse = tooSparse(evidence);
        if (sparse.isPresent()) {
            return new Verdict.Undecided(measured, sparse.get());
        }
        return CutShort.judged(evidence, new Verdict.Holds(measured, String.join("; ", witness) + "."));
    }

    /** Terms in which a call was answered and no member was seen to lead. */
    private static Set<Long> unseen(Evidence evidence, Reigns reigns) {
        Set<Long> seen = reigns.reigns().stream().map(Reign::term).collect(Collectors.toSet());
        long first = reigns.reigns().getFirst().term();
        return evidence.ops().stream()
                .filter(Op::mutates)
                .map(Op::settled)
                .filter(Outcome.Acked.class::isInstance)
                .map(outcome -> ((Outcome.Acked) outcome).stamp().epoch())
                .filter(term -> term > first && !seen.contains(term))
                .collect(Collectors.toSet());
    }

    private static Optional<String> tooSparse(Evidence evidence) {
        List<Spacings> answering = Spacings.of(evidence).stream()
                .filter(spacing -> spacing.answered() > 0)
                .toList();
        if (answering.isEmpty()) {
            return Optional.of("No member answered while something was broken.");
        }
        int voters = evidence.facts().members().size();
        long dense = answering.stream().filter(Elections::dense).count();
        if (dense >= new Quorum(voters, voters).needed()) {
            return Optional.empty();
        }
        return answering.stream()
                .filter(spacing -> !dense(spacing))
                .findFirst()
                .map(spacing -> "%s was asked %s; every 50 ms is needed to see a short reign."
                        .formatted(
                                spacing.member(),
                                spacing.count() < 2 ? "once" : "every " + Quantities.length(spacing.medianNanos())));
    }

    private static boolean dense(Spacings spacing) {
        return spacing.medianNanos() <= DENSE.toNanos();
    }
}
