package muster.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.check.CutShort;
import muster.engine.check.Gap;
import muster.engine.check.Quantities;
import muster.engine.check.QuorumLoss;
import muster.engine.check.WriteAccounts;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.StoreWords;

/** What the system gave up under stress, in a sentence: the worst first, then what it cost, then what is not known. */
final class Sentence {

    private Sentence() {}

    static String of(Evidence evidence, List<Findings.Judged> verdicts, Outage outage, WriteAccounts accounts) {
        String main = main(evidence, verdicts, outage, accounts);
        Optional<String> cut = CutShort.why(evidence);
        if (cut.isPresent()) {
            return "%s. Until then: %s".formatted(capital(cut.get()), main);
        }
        String undecided = verdicts.stream()
                .filter(judged -> judged.verdict().equals("undecided"))
                .map(Findings.Judged::check)
                .collect(Collectors.joining(", "));
        return undecided.isEmpty() ? main : "%s Undecided: %s.".formatted(main, undecided);
    }

    private static String main(
            Evidence evidence, List<Findings.Judged> verdicts, Outage outage, WriteAccounts accounts) {
        if (!evidence.events(Event.FaultMissed.class).isEmpty()) {
            return "The fault had no effect, so that nothing was rehearsed.";
        }
        if (!evidence.events(Event.FaultLapsed.class).isEmpty()) {
            return "The fault did not hold: something else undid it before the drill did.";
        }
        if (outage.gap().isEmpty()) {
            return outage.writes() == 0
                    ? "Nothing was measured: no write was attempted."
                    : "No write was acknowledged: all of %s failed."
                            .formatted(Quantities.count(outage.writes(), "write"));
        }
        Optional<Findings.Judged> inconsistent = verdicts.stream()
                .filter(judged -> judged.check().equals("linearizable")
                        && judged.verdict().equals("broken"))
                .findFirst();
        String cost = cost(evidence, outage, outage.gap().get());
        if (inconsistent.isPresent()) {
            return "%s The history is not linearizable. %s; %s."
                    .formatted(inconsistent.get().why(), cost, survival(evidence, verdicts, accounts));
        }
        if (!accounts.missing().isEmpty()) {
            return "%s. %s.".formatted(capital(missing(evidence, verdicts, accounts)), cost);
        }
        return "%s; %s.".formatted(cost, survival(evidence, verdicts, accounts));
    }

    private static String cost(Evidence evidence, Outage outage, Gap gap) {
        if (!outage.felt()) {
            return "Writes went on (longest pause %s)".formatted(Quantities.length(gap.mostNanos()));
        }
        if (gap.open()) {
            return "Writes stopped at %s and had not returned %s later, when the load ended"
                    .formatted(Quantities.moment(gap.window().fromNanos()), Quantities.length(gap.leastNanos()));
        }
        String stopped = StoreWords.of(evidence.facts().store()).stopped();
        return QuorumLoss.of(evidence)
                .filter(loss -> gap.window().fromNanos() < loss.window().toNanos()
                        && gap.window().toNanos() > loss.window().toNanos())
                .map(loss -> "For %s %s: as long as %d of %d members were down, and %s more"
                        .formatted(
                                outage.length(),
                                stopped,
                                loss.dead().size(),
                                evidence.facts().members().size(),
                                Quantities.length(
                                        gap.window().toNanos() - loss.window().toNanos())))
                .orElseGet(() -> Promotions.first(evidence, gap.window().fromNanos())
                        .filter(order -> order.atNanos() < gap.window().toNanos())
                        .map(order -> split(outage, gap, order))
                        .orElseGet(() -> "For %s %s".formatted(outage.length(), stopped)));
    }

    /** What comes before the order is the drill's own waiting: it is no part of the time that the store needed. */
    private static String split(Outage outage, Gap gap, Promotions.Order order) {
        return "%s after the order to promote %s a write was acknowledged again; with the time before the order, %s passed without one"
                .formatted(
                        Quantities.length(gap.window().toNanos() - order.atNanos()), order.member(), outage.length());
    }

    private static String survival(Evidence evidence, List<Findings.Judged> verdicts, WriteAccounts accounts) {
        if (!accounts.readBack()) {
            return "whether every acknowledged write survived was not checked";
        }
        return accounts.missing().isEmpty()
                ? "every acknowledged write survived"
                : missing(evidence, verdicts, accounts);
    }

    private static String missing(Evidence evidence, List<Findings.Judged> verdicts, WriteAccounts accounts) {
        List<String> parts = new ArrayList<>();
        if (!accounts.diverged().isEmpty()) {
            parts.add("%s existed only on the losing side, salvaged to %s"
                    .formatted(
                            Quantities.count(accounts.diverged().size(), "acknowledged write"),
                            evidence.events(Event.Salvaged.class).stream()
                                    .map(Event.Salvaged::file)
                                    .distinct()
                                    .collect(Collectors.joining(", "))));
        }
        if (!accounts.lost().isEmpty()) {
            // A restore that threw away what it must, and nothing else, has lost nothing.
            boolean restored = verdicts.stream()
                    .anyMatch(judged -> judged.check().equals("back-to-snapshot")
                            && judged.verdict().equals("holds"));
            parts.add(were(accounts.lost().size(), "acknowledged write")
                    + (restored ? " thrown away by the restore" : " lost"));
        }
        return String.join("; ", parts);
    }

    private static String were(long number, String what) {
        return "%s %s".formatted(Quantities.count(number, what), number == 1 ? "was" : "were");
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
