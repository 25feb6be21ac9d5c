package muster.engine.check;

import java.util.List;
import muster.engine.history.Event;
import muster.engine.history.Evidence;

/** Full redundancy returned within the time that the drill gave it; judged in every run that waits for it. */
public record RedundancyReturns() implements Check {

    @Override
    public String word() {
        return "redundancy-returns";
    }

    @Override
    public String allows() {
        return "within the time that the drill waits";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        List<String> missed = evidence.events(Event.RedundancyMissed.class).stream()
                .map(Event.RedundancyMissed::text)
                .toList();
        if (!missed.isEmpty()) {
            return new Verdict.Broken(
                    "not reached", "Full redundancy did not return: %s.".formatted(missed.getFirst()), missed);
        }
        List<Event.RedundancyReached> reached = evidence.events(Event.RedundancyReached.class);
        if (reached.isEmpty()) {
            return new Verdict.Undecided("not measured", "The run never got as far as to wait for it.");
        }
        Event.RedundancyReached last = reached.getLast();
        return CutShort.judged(
                evidence,
                new Verdict.Holds("at " + Quantities.moment(last.reached().toNanos()), "%s.".formatted(last.text())));
    }
}
