package muster.cli.screen;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import muster.postgres.reconcile.Findings;
import muster.postgres.reconcile.Precondition;
import muster.postgres.reconcile.SalvageReport;
import muster.postgres.reconcile.Unsalvageable;
import muster.postgres.reconcile.Verification;
import org.jspecify.annotations.Nullable;

/** Two primaries on one screen: where they parted, what each has, and what cannot be salvaged. */
public final class SplitBrainScreen {

    private static final int COLUMN = 11;

    private final Style style;

    /** @param style how it is painted */
    public SplitBrainScreen(Style style) {
        this.style = style;
    }

    /** What stands on each side; "here" is the first of the two. */
    public String show(Findings findings) {
        String here = findings.sides().getFirst().server();
        String there = findings.sides().getLast().server();
        StringBuilder screen = new StringBuilder(style.bad("SPLIT BRAIN"))
                .append(" of cluster %s: %s and %s are both primaries\n\n"
                        .formatted(findings.systemIdentifier(), here, there));
        Table servers = new Table(false, true, true, true, true)
                .row("server", "timeline", "LSN", "past the fork", "transactions");
        for (Findings.Side side : findings.sides()) {
            servers.row(
                    side.server(),
                    Integer.toString(side.timeline()),
                    side.end(),
                    bytes(side.bytesPastFork()),
                    side.transactions() < 0 ? "unknown" : Integer.toString(side.transactions()));
        }
        servers.lines().forEach(line -> screen.append(line).append('\n'));
        screen.append('\n');
        line(screen, "fork", "they parted at %s".formatted(findings.fork()));
        findings.sides().stream()
                .filter(side -> !side.unreadable().isEmpty())
                .forEach(side -> line(
                        screen,
                        side.server(),
                        "which side changed a row is unknown where this log would tell it: " + side.unreadable()));
        screen.append('\n');
        rows(screen, findings, here, there);
        unsalvageable(screen, findings.unsalvageable());
        line(
                screen,
                "risk",
                "a rewind of %s throws away or sets back %d rows; of %s, %d"
                        .formatted(
                                here,
                                findings.lostByRewindHere(),
                                there,
                                findings.mirrored().lostByRewindHere()));
        return screen.toString();
    }

    /** What pg_rewind needs. */
    public String preconditions(List<Precondition> preconditions) {
        StringBuilder screen = new StringBuilder("\n  pg_rewind needs\n");
        for (Precondition precondition : preconditions) {
            String mark = switch (precondition.state()) {
                case HOLDS -> "holds";
                case WILL_HOLD -> "comes";
                case FAILS -> "FAILS";
            };
            screen.append(Paragraph.beside("    " + mark, COLUMN, precondition.name() + ": " + precondition.words()))
                    .append('\n');
        }
        boolean fails = preconditions.stream().anyMatch(each -> each.state() == Precondition.State.FAILS);
        line(
                screen,
                "way",
                fails
                        ? "pg_rewind would be refused; the loser's data is made anew by pg_basebackup"
                        : "pg_rewind, after its own dry run; pg_basebackup if that refuses");
        return screen.toString();
    }

    /** What to type next. */
    public String next() {
        StringBuilder screen = new StringBuilder();
        line(screen, "next", "muster reconcile: asks which side wins, salvages, rewinds, verifies");
        return screen.toString();
    }

    /** How it ended. */
    public String ending(@Nullable SalvageReport salvage, Verification verification, Function<Path, String> shorten) {
        StringBuilder screen = new StringBuilder("\n");
        for (Verification.Proof proof : verification.proofs()) {
            String word = switch (proof.result()) {
                case HOLDS -> "holds";
                case BROKEN -> "broken";
                case UNDECIDED -> "undecided";
            };
            String text = Paragraph.beside("  " + word, COLUMN + 2, proof.name() + ": " + proof.words());
            screen.append(text.replaceFirst(word, style.verdict(word))).append('\n');
        }
        screen.append('\n');
        if (salvage != null) {
            line(
                    screen,
                    "salvaged",
                    "%d rows existed only on the losing side %s, or were changed there: %s"
                            .formatted(salvage.rows(), salvage.loser(), shorten.apply(Path.of(salvage.folder()))));
            if (salvage.told() > 0) {
                line(
                        screen,
                        "told",
                        "clients had been told of %d of them that they are safe".formatted(salvage.told()));
            }
            if (salvage.rows() > 0) {
                line(
                        screen,
                        "next",
                        "read it with whoever owns the data; in the folder of each database, salvage.sql brings to %s what %s did not touch (psql -f salvage.sql DATABASE)%s"
                                .formatted(
                                        salvage.winner(),
                                        salvage.winner(),
                                        salvage.conflicts() == 0
                                                ? ""
                                                : ", and conflicts.sql overrules it, one statement a row"));
            }
        }
        return screen.toString();
    }

    private void rows(StringBuilder screen, Findings findings, String here, String there) {
        if (findings.tables().isEmpty()) {
            line(screen, "rows", "no row of a table with a primary key differs");
            return;
        }
        Table table = new Table(false, true, false).row("table", "rows", "what became of them past the fork");
        for (Findings.TableChanges changes : findings.tables()) {
            for (Findings.Count count : changes.rows()) {
                table.row(
                        changes.database() + "." + changes.table(),
                        Long.toString(count.rows()),
                        count.change()
                                .words()
                                .replaceAll("\\bhere\\b", "on " + here)
                                .replaceAll("\\bthere\\b", "on " + there));
            }
        }
        table.lines().forEach(line -> screen.append(line).append('\n'));
        screen.append('\n');
    }

    private static void unsalvageable(StringBuilder screen, List<Unsalvageable> all) {
        List<Unsalvageable> differing =
                all.stream().filter(Unsalvageable::differs).toList();
        if (!differing.isEmpty()) {
            screen.append("  cannot be salvaged, and stays only in the kept copy of the loser's data\n");
            for (Unsalvageable each : differing) {
                String name = each.database().isEmpty() ? each.name() : each.database() + ": " + each.name();
                screen.append(Paragraph.beside(
                                "    ", 6, "%s: %s: %s".formatted(each.kind().words(), name, each.words())))
                        .append('\n');
            }
            screen.append('\n');
        }
        String equal = all.stream()
                .filter(each -> !each.differs())
                .map(each -> "%s (%s)".formatted(each.name(), each.kind().words()))
                .collect(Collectors.joining(", "));
        if (!equal.isEmpty()) {
            line(screen, "equal", equal);
        }
    }

    private static String bytes(long bytes) {
        return bytes < 100_000 ? "%d B".formatted(bytes) : "%.1f MB".formatted(bytes / 1e6);
    }

    private static void line(StringBuilder screen, String label, String text) {
        screen.append(Paragraph.beside("  " + label, COLUMN, text)).append('\n');
    }
}
