package muster.engine.check;

import java.util.List;
import muster.engine.history.Event;
import muster.engine.history.Evidence;

/** Every fault had its effect, and had it until it was healed; judged in every run that injects. */
public record FaultBites() implements Check {

    @Override
    public String word() {
        return "fault-bites";
    }

    @Override
    public String allows() {
        return "every fault proved by its effect";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        List<Evidence.Harmed> harms = evidence.harms();
        long bitten = harms.stream().filter(harm -> harm.bit() != null).count();
        String measured = "%d of %d".formatted(bitten, harms.size());
        List<String> missed = evidence.events(Event.FaultMissed.class).stream()
                .map(event -> "%s: %s".formatted(name(harms, event.injection()), event.evidence()))
                .toList();
        if (!missed.isEmpty()) {
            return new Verdict.Broken(
                    measured,
                    "%s had no effect: what follows says nothing about the fault."
                            .formatted(Quantities.count(missed.size(), "fault")),
                    missed);
        }
        List<String> lapsed = evidence.events(Event.FaultLapsed.class).stream()
                .map(event -> "%s: %s".formatted(name(harms, event.injection()), event.evidence()))
                .toList();
        if (!lapsed.isEmpty()) {
            return new Verdict.Broken(
                    measured,
                    "%s did not hold: something else undid it before the drill did."
                            .formatted(Quantities.count(lapsed.size(), "fault")),
                    lapsed);
        }
        if (harms.isEmpty()) {
            return new Verdict.Undecided(measured, "Nothing was injected.");
        }
        if (bitten < harms.size()) {
            return new Verdict.Undecided(measured, "The effect of a fault was never looked for.");
        }
        String seen = evidence.events(Event.FaultBit.class).stream()
                .map(Event.FaultBit::evidence)
                .distinct()
                .reduce((left, right) -> left + "; " + right)
                .orElse("");
        return new Verdict.Holds(measured, "Seen: %s.".formatted(seen));
    }

    private static String name(List<Evidence.Harmed> harms, int injection) {
        return harms.stream()
                .filter(harm -> harm.injection() == injection)
                .map(harm -> "%s of %s".formatted(harm.fault(), harm.member()))
                .findFirst()
                .orElse("fault " + injection);
    }
}
