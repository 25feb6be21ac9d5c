package muster.pages.view;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import muster.engine.check.Quantities;
import muster.engine.history.Member;
import muster.engine.history.RunFacts;
import muster.engine.history.Timers;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Judged;
import muster.engine.report.Report;
import org.jspecify.annotations.Nullable;

/**
 * A report in words, in the order in which it is read: the answer first, where each figure comes from last.
 *
 * @param title the drill's title
 * @param sentence what the system gave up under stress
 * @param standing how it ended
 * @param facts drill, site, servers, when, exit code
 * @param unhealed what is left, each with the command to type
 * @param doubts what was wrong with the evidence
 * @param expectations a table with a row for each verdict; none if nothing was judged
 * @param stretches the picture's lanes as a table
 * @param seconds the picture's calls as a table
 * @param sections the rest
 */
public record ReportView(
        String title,
        String sentence,
        Standing standing,
        List<Fact> facts,
        List<String> unhealed,
        List<String> doubts,
        List<Table> expectations,
        Table stretches,
        Table seconds,
        List<Section> sections) {

    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** The report in words. */
    public static ReportView of(Report report, Attachments attachments) {
        Findings findings = report.findings();
        List<Section> sections = new ArrayList<>();
        sections.addAll(new Together(report).sections());
        sections.addAll(new Failover(report).sections());
        sections.addAll(new Writes(report).sections());
        sections.addAll(new Counted(report).sections());
        sections.addAll(new Waiting(report).sections());
        sections.addAll(new Method(report, attachments).sections());
        return new ReportView(
                findings.facts().title(),
                findings.sentence(),
                Standing.of(findings),
                facts(findings),
                findings.unhealed(),
                findings.doubts(),
                expectations(findings.verdicts()),
                PictureTables.stretches(report),
                PictureTables.seconds(report),
                sections);
    }

    /** When a run began, by the wall clock. */
    static String started(RunFacts facts) {
        return DAY_AND_TIME.format(facts.started());
    }

    private static List<Fact> facts(Findings findings) {
        RunFacts facts = findings.facts();
        String members = facts.members().stream().map(Member::name).collect(Collectors.joining(", "));
        return List.of(
                new Fact("Drill", facts.drill()),
                new Fact("Site", members.isEmpty() ? facts.site() : "%s: %s".formatted(facts.site(), members)),
                new Fact("Servers", "%s %s".formatted(facts.store(), facts.storeVersion())),
                new Fact("Timers", timers(facts.timers())),
                new Fact("Began", started(facts)),
                new Fact("Lasted", Quantities.length(findings.endNanos())),
                new Fact(
                        "Exit code",
                        "%d, %s"
                                .formatted(
                                        findings.exit(), Standing.of(findings).word())),
                new Fact("Muster", facts.musterVersion()));
    }

    private static String timers(@Nullable Timers timers) {
        return timers == null
                ? "none: nobody is elected"
                : "heartbeat %d ms, election %d ms"
                        .formatted(
                                timers.heartbeat().toMillis(), timers.election().toMillis());
    }

    private static List<Table> expectations(List<Judged> verdicts) {
        if (verdicts.isEmpty()) {
            return List.of();
        }
        Table.Builder table = new Table.Builder(
                "",
                Column.words("Expectation"),
                Column.words("Verdict"),
                Column.words("Measured"),
                Column.words("Allowed"));
        for (Judged judged : verdicts) {
            table.row(
                    table.cell(0, judged.check(), "", ""),
                    table.cell(
                            1,
                            "%s %s".formatted(Standing.mark(judged.verdict()), judged.verdict()),
                            "",
                            "verdict " + judged.verdict()),
                    table.cell(2, judged.measured(), judged.why(), ""),
                    table.cell(3, judged.allows(), "", ""));
        }
        return List.of(table.build());
    }
}
