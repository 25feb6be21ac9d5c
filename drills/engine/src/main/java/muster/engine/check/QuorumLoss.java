package muster.engine.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Member;
import muster.engine.history.Quorum;
import muster.engine.history.Span;

/**
 * The time in which a majority was proved dead: from the last proof that was needed for it to the beginning of the first heal.
 *
 * @param window that time
 * @param dead the members that were harmed
 * @param survivors the members that were not
 */
public record QuorumLoss(Span window, Set<String> dead, List<String> survivors) {

    /** The loss in one run; empty if no majority was harmed at one time. */
    public static Optional<QuorumLoss> of(Evidence evidence) {
        if (evidence.facts().store().equals("postgres")) {
            return Optional.empty();
        }
        List<Evidence.Harmed> bitten = evidence.harms().stream()
                .filter(harm -> harm.bit() != null)
                .sorted(Comparator.comparingLong(harm -> bitNanos(harm)))
                .toList();
        int voters = evidence.facts().members().size();
        int fatal = voters - new Quorum(voters, voters).needed() + 1;
        List<String> dead = new ArrayList<>();
        long from = Long.MIN_VALUE;
        for (Evidence.Harmed harm : bitten) {
            if (!dead.contains(harm.member())) {
                dead.add(harm.member());
                from = bitNanos(harm);
            }
            if (dead.size() == fatal) {
                break;
            }
        }
        if (dead.size() < fatal) {
            return Optional.empty();
        }
        long to = healBegins(evidence);
        if (to <= from) {
            return Optional.empty();
        }
        Set<String> harmed = bitten.stream().map(Evidence.Harmed::member).collect(Collectors.toSet());
        List<String> survivors = evidence.facts().members().stream()
                .map(Member::name)
                .filter(name -> !harmed.contains(name))
                .toList();
        return Optional.of(new QuorumLoss(new Span(from, to), harmed, survivors));
    }

    private static long bitNanos(Evidence.Harmed harm) {
        return Objects.requireNonNull(harm.bit()).toNanos();
    }

    /** When the first heal of a run began; the end of its journal if none did. */
    static long healBegins(Evidence evidence) {
        return evidence.journal().stream()
                .filter(entry -> entry.event() instanceof Event.FaultHealing)
                .mapToLong(entry -> entry.atNanos())
                .min()
                .orElse(evidence.journal().getLast().atNanos());
    }
}
