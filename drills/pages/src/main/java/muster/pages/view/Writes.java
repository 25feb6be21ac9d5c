package muster.pages.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import muster.engine.check.Quantities;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Accounts;
import muster.engine.report.Findings.Judged;
import muster.engine.report.Report;

/** Every write accounted for, and what proves a violation. */
final class Writes {

    private static final int MOST_IDS = 50;

    private final Findings findings;

    Writes(Report report) {
        this.findings = report.findings();
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("writes", "Every write accounted for", accounts()));
        List<Judged> broken = findings.verdicts().stream()
                .filter(judged -> !judged.witness().isEmpty())
                .toList();
        if (!broken.isEmpty()) {
            sections.add(new Section("violation", "What proves the violation", violation(broken)));
        }
        return sections;
    }

    private List<Block> accounts() {
        Accounts accounts = findings.accounts();
        Table.Builder table =
                new Table.Builder("", Column.words("Account"), Column.figures("Writes"), Column.words("Meaning"));
        entry(table, "attempted", accounts.attempted(), "were sent");
        entry(table, "acknowledged", accounts.acknowledged(), "said yes to in time");
        entry(
                table,
                "acknowledged late",
                accounts.acknowledgedLate(),
                "said yes to after the client had stopped waiting");
        if (accounts.acknowledgedLocally() > 0) {
            entry(
                    table,
                    "acknowledged locally",
                    accounts.acknowledgedLocally(),
                    "said yes to, with the warning that no standby confirmed it");
        }
        entry(table, "refused", accounts.refused(), "surely not applied");
        entry(table, "unknown", accounts.unknown(), "perhaps applied: the client was never told");
        if (!accounts.readBack()) {
            return List.of(
                    new Block.Shown(table.build()),
                    new Block.Paragraph(
                            "The store was not read back after recovery: what was found, lost, resurrected or"
                                    + " duplicated is not known."));
        }
        entry(table, "found", accounts.found(), "acknowledged, and in the store after recovery");
        entry(table, "lost", accounts.lost(), "acknowledged, and not in the store after recovery");
        if (accounts.diverged() > 0) {
            entry(table, "diverged", accounts.diverged(), "acknowledged, and on the losing side alone; salvaged");
        }
        entry(table, "unknown, applied", accounts.unknownApplied(), "of the unknown ones, in the store after recovery");
        entry(table, "resurrected", accounts.resurrected(), "refused, and in the store all the same");
        entry(table, "duplicated", accounts.duplicated(), "applied more than once");
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Shown(table.build()));
        if (!accounts.salvages().isEmpty()) {
            blocks.add(new Block.Paragraph("What stood on the losing side alone was salvaged to %s."
                    .formatted(String.join(", ", accounts.salvages()))));
        }
        if (!accounts.missing().isEmpty()) {
            blocks.add(new Block.Shown(missing(accounts)));
        }
        return blocks;
    }

    /** Each write that is missing, with who was told what and when; the first of them where there are many. */
    private Table missing(Accounts accounts) {
        long all = accounts.lost() + accounts.diverged();
        Table.Builder table = new Table.Builder(
                all > MOST_IDS
                        ? "The first %d of %s that are missing".formatted(MOST_IDS, Quantities.count(all, "write"))
                        : "The writes that are missing",
                Column.figures("Call"),
                Column.words("Account"),
                Column.words("Wrote"),
                Column.figures("Client"),
                Column.words("Told"),
                Column.words("By"),
                Column.figures("At"));
        accounts.missing().stream()
                .limit(MOST_IDS)
                .forEach(write -> table.row(
                        Long.toString(write.op()),
                        write.account(),
                        "%s = %s".formatted(write.key(), write.value()),
                        Integer.toString(write.client()),
                        write.told().replace('-', ' '),
                        write.endpoint(),
                        Quantities.moment(write.toldNanos())));
        return table.build();
    }

    private static void entry(Table.Builder table, String name, long count, String meaning) {
        table.row(name, Quantities.grouped(count), meaning);
    }

    private List<Block> violation(List<Judged> broken) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Paragraph("Moments in the lists count from the begin of the run; the injection is at %s."
                .formatted(Quantities.moment(findings.zeroNanos()))));
        for (Judged judged : broken) {
            blocks.add(new Block.Paragraph(
                    "%s is %s: %s".formatted(judged.check(), judged.verdict().toUpperCase(Locale.ROOT), judged.why())));
            blocks.add(new Block.Lines(judged.witness()));
        }
        blocks.add(new Block.Drawn(Block.Figure.WITNESS));
        return blocks;
    }
}
