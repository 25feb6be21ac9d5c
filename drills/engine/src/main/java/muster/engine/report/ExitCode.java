package muster.engine.report;

import java.util.List;
import muster.engine.check.CutShort;
import muster.engine.history.Event;
import muster.engine.history.Evidence;

/** What the command returns. Something left unhealed outranks all; then an interruption, then a failure, then the verdicts. */
final class ExitCode {

    private ExitCode() {}

    static int of(Evidence evidence, List<Findings.Judged> verdicts, List<String> unhealed) {
        if (!unhealed.isEmpty()) {
            return 4;
        }
        List<Event.Interrupted> interrupted = evidence.events(Event.Interrupted.class);
        if (!interrupted.isEmpty()) {
            return interrupted.getFirst().exit();
        }
        if (CutShort.why(evidence).isPresent()) {
            return 3;
        }
        if (verdicts.stream().anyMatch(judged -> judged.verdict().equals("broken"))) {
            return 1;
        }
        return verdicts.stream().anyMatch(judged -> judged.verdict().equals("undecided")) ? 2 : 0;
    }
}
