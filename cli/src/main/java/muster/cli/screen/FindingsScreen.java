package muster.cli.screen;

import java.util.List;
import muster.engine.report.Findings;

/** What a run found: the sentence first, then the verdicts, then the figures, then where the report lies. */
public final class FindingsScreen {

    private static final int COLUMN = 17;

    private final Style style;

    /** @param style how it is painted */
    public FindingsScreen(Style style) {
        this.style = style;
    }

    /**
     * The screen.
     *
     * @param report the path of the report to open
     */
    public String show(Findings findings, String report) {
        StringBuilder screen = new StringBuilder("\n");
        Paragraph.wrap(findings.sentence(), Paragraph.COLUMNS)
                .forEach(line -> screen.append(style.strong(line)).append('\n'));
        screen.append('\n');
        phases(screen, findings);
        findings.verdicts().forEach(judged -> verdict(screen, judged));
        screen.append('\n');
        if (!findings.beside().isEmpty()) {
            screen.append(new BesideScreen(style).show(findings)).append('\n');
        }
        Findings.Accounts accounts = findings.accounts();
        add(screen, "writes", accountsLine(accounts));
        add(
                screen,
                "prediction",
                findings.prediction().predicted() + " — "
                        + findings.prediction().fits());
        Findings.LongestCall longest = findings.longestCall();
        if (longest != null) {
            add(
                    screen,
                    "longest call",
                    "%.2f s, %s at %s: %s"
                            .formatted(
                                    longest.latencyNanos() / 1e9,
                                    longest.kind(),
                                    longest.endpoint(),
                                    longest.outcome()));
        }
        String doubt = findings.facts().latencyDoubt();
        if (doubt != null) {
            add(screen, "latencies", "not valid: %s".formatted(doubt));
        }
        if (findings.instrument().worstStallNanos() >= 0) {
            add(
                    screen,
                    "our own stall",
                    "at worst %.1f ms; intervals are widened by those at their ends"
                            .formatted(findings.instrument().worstStallNanos() / 1e6));
        }
        findings.doubts().forEach(each -> add(screen, "doubt", each));
        screen.append('\n');
        screen.append("  report         ").append(report).append('\n');
        unhealed(screen, findings.unhealed());
        return screen.toString();
    }

    private void verdict(StringBuilder screen, Findings.Judged judged) {
        String label = "  " + judged.check();
        String gap = " ".repeat(Math.max(1, 23 - label.length()));
        String word = judged.verdict().equals("broken") ? "BROKEN" : judged.verdict();
        String text = judged.measured() + (limited(judged) ? "; allowed: " + judged.allows() : "");
        String line = Paragraph.beside(label + gap + word, 34, text);
        screen.append(line.replaceFirst(word, style.verdict(judged.verdict()))).append('\n');
        if (!judged.verdict().equals("holds")) {
            add(screen, "", judged.why());
            judged.witness().stream().limit(4).forEach(witness -> add(screen, "", witness));
        }
    }

    /** What was allowed is said where it is a limit, and wherever it was not kept. */
    private static boolean limited(Findings.Judged judged) {
        return judged.allows().startsWith("at most") || !judged.verdict().equals("holds");
    }

    private static void phases(StringBuilder screen, Findings findings) {
        List<String> seen = findings.phases().stream()
                .filter(phase -> phase.at() != null)
                .map(phase -> "%s %.2f".formatted(phase.name(), phase.at().toNanos() / 1e9))
                .toList();
        if (!seen.isEmpty()) {
            add(screen, "seconds", String.join(" · ", seen));
            screen.append('\n');
        }
    }

    private static String accountsLine(Findings.Accounts accounts) {
        String told = "%d attempted: %d acknowledged%s, %d refused, %d unknown"
                .formatted(
                        accounts.attempted(),
                        accounts.acknowledged() + accounts.acknowledgedLate(),
                        accounts.acknowledgedLocally() == 0
                                ? ""
                                : ", %d acknowledged locally".formatted(accounts.acknowledgedLocally()),
                        accounts.refused(),
                        accounts.unknown());
        if (!accounts.readBack()) {
            return told + "; not read back";
        }
        return "%s (%d of them applied); %d found, %d lost%s, %d resurrected, %d duplicated"
                .formatted(
                        told,
                        accounts.unknownApplied(),
                        accounts.found(),
                        accounts.lost(),
                        accounts.diverged() == 0 ? "" : ", %d diverged".formatted(accounts.diverged()),
                        accounts.resurrected(),
                        accounts.duplicated());
    }

    private void unhealed(StringBuilder screen, List<String> left) {
        if (left.isEmpty()) {
            return;
        }
        screen.append('\n').append(style.bad("NOT HEALED")).append('\n');
        left.forEach(remedy ->
                remedy.lines().forEach(line -> screen.append("  ").append(line).append('\n')));
        screen.append("  To try again: muster heal\n");
    }

    private static void add(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
