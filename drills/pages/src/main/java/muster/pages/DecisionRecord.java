package muster.pages;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import muster.engine.check.Quantities;
import muster.engine.drill.Drill;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Accounts;
import muster.engine.report.Findings.Judged;
import muster.engine.report.Report;
import muster.pages.markup.Template;
import muster.pages.view.Lessons;

/**
 * {@code adr.md}: the draft of a decision record in the MADR format, for the cluster that was rehearsed on. The decision follows from the
 * verdicts: all hold, accept; one is broken, do not accept; anything else, no decision.
 */
final class DecisionRecord {

    private static final Template TEMPLATE = Template.markdown("adr.md.mustache");

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DecisionRecord() {}

    /** What the verdicts allow to decide. */
    private enum Decision {
        ACCEPT("Accept", "The decision stands as long as this ends with exit code 0."),
        REFUSE("Do not accept", "Mend what is broken, and decide again when this ends with exit code 0."),
        OPEN("Do not decide yet about", "Decide when this ends with exit code 0 or 1.");

        private final String verb;
        private final String confirmation;

        Decision(String verb, String confirmation) {
            this.verb = verb;
            this.confirmation = confirmation;
        }

        static Decision of(Findings findings) {
            boolean broken = findings.verdicts().stream()
                    .anyMatch(judged -> judged.verdict().equals("broken"));
            if (broken || !findings.unhealed().isEmpty()) {
                return REFUSE;
            }
            return findings.exit() == 0 && !findings.verdicts().isEmpty() ? ACCEPT : OPEN;
        }
    }

    /** The template's words. */
    private record Page(
            Drill drill,
            Findings findings,
            Lessons lessons,
            String day,
            String decision,
            List<String> options,
            List<String> because,
            List<String> consequences,
            String confirmation) {}

    static String of(Report report) {
        Findings findings = report.findings();
        Decision decision = Decision.of(findings);
        Lessons lessons = new Lessons(report);
        String cost = "what \"%s\" costs".formatted(findings.facts().title());
        Page page = new Page(
                report.drill(),
                findings,
                lessons,
                DAY.format(findings.facts().started()),
                "%s %s".formatted(decision.verb, cost),
                List.of(Decision.values()).stream()
                        .map(option -> "%s %s".formatted(option.verb, cost))
                        .toList(),
                because(findings),
                consequences(findings, lessons),
                decision.confirmation);
        return TEMPLATE.fill(page, Map.of());
    }

    private static List<String> because(Findings findings) {
        List<String> lines = new ArrayList<>();
        for (Judged judged : findings.verdicts()) {
            lines.add("%s %s: %s, allowed %s. %s"
                    .formatted(
                            judged.check(),
                            judged.verdict().equals("holds") ? "holds" : "is " + judged.verdict(),
                            judged.measured(),
                            judged.allows(),
                            judged.why()));
        }
        findings.unhealed().forEach(left -> lines.add("Not healed: " + left));
        return lines.isEmpty() ? List.of("The run judged nothing.") : lines;
    }

    private static List<String> consequences(Findings findings, Lessons lessons) {
        List<String> lines = new ArrayList<>();
        Accounts accounts = findings.accounts();
        if (accounts.readBack() && accounts.lost() == 0 && accounts.found() > 0) {
            lines.add("Good, because each of %s was there after recovery."
                    .formatted(Quantities.count(accounts.found(), "acknowledged write")));
        }
        if (accounts.lost() > 0) {
            lines.add("Bad, because %s not there after recovery."
                    .formatted(
                            accounts.lost() == 1
                                    ? "1 acknowledged write was"
                                    : Quantities.grouped(accounts.lost()) + " acknowledged writes were"));
        }
        lines.add("Bad, because clients must live through this time without writes: %s."
                .formatted(lessons.gap("writes")));
        if (accounts.unknown() > 0) {
            lines.add(
                    "Bad, because %s ended without an answer: clients must be able to repeat a write, or to look whether it was applied."
                            .formatted(Quantities.count(accounts.unknown(), "write")));
        }
        return lines;
    }
}
