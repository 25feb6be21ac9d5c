package muster.pages;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Judged;
import muster.engine.report.Report;
import muster.pages.markup.Template;
import muster.pages.view.Standing;
import org.jspecify.annotations.Nullable;

/**
 * {@code junit.xml}: one suite for the run, one case for each verdict, in the shape of Ant's JUnit task, which CI servers read.
 *
 * <p>A broken expectation is a failure with its witness. An undecided one is an error: JUnit keeps that word for what could not be
 * judged, and a CI server counts it as red. It is never skipped, because a skipped case counts as green. Two more cases stand for the
 * run itself, so that one that was interrupted, or left something unhealed, is red even if it judged nothing.
 */
final class JunitFile {

    private static final Template TEMPLATE = Template.xml("junit.xml.mustache");

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private JunitFile() {}

    /** The template's words. */
    private record Suite(
            Findings findings, String began, String seconds, int tests, int failures, int errors, List<Case> cases) {}

    /** One case. At most one of the two problems is there. */
    private record Case(
            String name,
            @Nullable Problem failure,
            @Nullable Problem error) {

        static Case passed(String name) {
            return new Case(name, null, null);
        }

        boolean red() {
            return failure != null || error != null;
        }
    }

    private record Problem(String kind, String message, String text) {}

    static String of(Report report) {
        Findings findings = report.findings();
        List<Case> cases = new ArrayList<>();
        findings.verdicts().forEach(judged -> cases.add(judged(judged)));
        cases.add(healed(findings));
        cases.add(ended(report, cases.stream().anyMatch(Case::red)));
        Suite suite = new Suite(
                findings,
                LOCAL.format(findings.facts().started()),
                String.format(Locale.ROOT, "%.3f", findings.endNanos() / 1e9),
                cases.size(),
                (int) cases.stream().filter(one -> one.failure() != null).count(),
                (int) cases.stream().filter(one -> one.error() != null).count(),
                cases);
        return TEMPLATE.fill(suite, Map.of());
    }

    private static Case judged(Judged judged) {
        String message = "%s: %s; allowed: %s".formatted(judged.check(), judged.measured(), judged.allows());
        String text = String.join("\n", judged.witness());
        Problem problem =
                new Problem(judged.verdict(), message, text.isEmpty() ? judged.why() : judged.why() + "\n" + text);
        return switch (judged.verdict()) {
            case "holds" -> Case.passed(judged.check());
            case "broken" -> new Case(judged.check(), problem, null);
            case "undecided" -> new Case(judged.check(), null, problem);
            default -> throw new IllegalArgumentException("no verdict is called " + judged.verdict());
        };
    }

    private static Case healed(Findings findings) {
        if (findings.unhealed().isEmpty()) {
            return Case.passed("everything-healed");
        }
        String left = String.join("\n", findings.unhealed());
        return new Case("everything-healed", new Problem("unhealed", "something is left unhealed", left), null);
    }

    private static Case ended(Report report, boolean red) {
        String why = interruption(report.evidence());
        if (why == null && report.findings().exit() != 0 && !red) {
            why = Standing.of(report.findings()).word();
        }
        if (why == null) {
            return Case.passed("run-ended-in-order");
        }
        return new Case(
                "run-ended-in-order",
                null,
                new Problem("incomplete", why, report.findings().sentence()));
    }

    private static @Nullable String interruption(Evidence evidence) {
        List<Event.Failed> failed = evidence.events(Event.Failed.class);
        if (!failed.isEmpty()) {
            return "the run could not go on: "
                    + Objects.requireNonNull(failed.getFirst()).why();
        }
        List<Event.Interrupted> interrupted = evidence.events(Event.Interrupted.class);
        if (!interrupted.isEmpty()) {
            return "the run was interrupted by signal " + interrupted.getFirst().signal();
        }
        return evidence.events(Event.Ended.class).isEmpty() ? "the run was cut off: its journal has no end" : null;
    }
}
