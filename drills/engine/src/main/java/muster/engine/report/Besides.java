package muster.engine.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import muster.engine.check.Reign;
import muster.engine.check.Reigns;
import muster.engine.check.WriteAccounts;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Member;
import muster.engine.history.Prediction;
import muster.engine.history.StoreWords;
import muster.engine.history.Timers;
import org.jspecify.annotations.Nullable;

/** What became of the stores that were watched beside. */
final class Besides {

    private Besides() {}

    static List<Findings.Beside> of(Evidence evidence) {
        return evidence.beside().stream().map(Besides::row).toList();
    }

    private static Findings.Beside row(Evidence beside) {
        Evidence later = beside.sinceInjection();
        return new Findings.Beside(
                beside.facts().store(),
                beside.facts().storeVersion(),
                GapTable.writes(later),
                GapTable.writesEach(later),
                GapTable.answersEach(later),
                FigureTables.accounts(beside, WriteAccounts.of(beside)),
                comparison(later),
                FigureTables.elections(beside),
                shares(beside),
                Lanes.of(beside));
    }

    /** Its members on the nodes where something was broken. */
    static List<String> hit(Evidence beside) {
        Set<String> nodes = beside.events(Event.FaultIntended.class).stream()
                .map(Event.FaultIntended::node)
                .collect(Collectors.toSet());
        return beside.facts().members().stream()
                .filter(member -> nodes.contains(member.node()))
                .map(Member::name)
                .toList();
    }

    /** Who led when the first harm was done; empty if nobody was known to. */
    private static Optional<String> led(Evidence beside) {
        long from = beside.faultWindow().map(span -> span.fromNanos()).orElse(Long.MAX_VALUE);
        return Reigns.of(beside).reigns().stream()
                .filter(reign -> reign.fromNanos() <= from)
                .map(Reign::leader)
                .reduce((before, after) -> after);
    }

    private static Findings.@Nullable Comparison comparison(Evidence beside) {
        Timers timers = beside.facts().timers();
        Optional<String> led = led(beside);
        if (timers == null || led.isEmpty()) {
            return null;
        }
        Prediction prediction =
                hit(beside).contains(led.get()) ? new Prediction.OneElection(timers) : new Prediction.NoGap();
        return Comparisons.of(beside.foretold(prediction), Outage.of(beside));
    }

    private static String shares(Evidence beside) {
        List<String> hit = hit(beside);
        if (hit.isEmpty()) {
            return "none of its members was on a node that was hit";
        }
        String leader = StoreWords.of(beside.facts().store()).leader();
        return hit.stream()
                .map(member -> led(beside).filter(member::equals).isPresent()
                        ? "%s, which was the %s".formatted(member, leader)
                        : "%s, not the %s".formatted(member, leader))
                .collect(Collectors.joining("; "));
    }
}
