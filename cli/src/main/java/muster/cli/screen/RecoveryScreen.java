package muster.cli.screen;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import muster.kubernetes.recover.Account;
import muster.kubernetes.recover.Line;
import muster.kubernetes.recover.Loss;
import muster.kubernetes.recover.PlannedStep;
import muster.kubernetes.recover.Recovery;
import muster.kubernetes.recover.Survivors;

/** What a recovery of etcd is about to do, and what became of it. */
public final class RecoveryScreen {

    private static final int NAMED_KEYS = 10;
    private static final int COLUMN = 13;

    /** Who tells what, who survives, and every command with its node. */
    public String plan(Line.Begun begun, List<PlannedStep> steps) {
        StringBuilder text = new StringBuilder("Servers, as they tell of themselves; the furthest log first:\n");
        List<Account> ranked = new Survivors(begun.site(), begun.accounts()).ranked();
        ranked.forEach(account -> line(text, account.node(), account.words()));
        begun.accounts().stream()
                .filter(account -> !ranked.contains(account))
                .forEach(account -> line(text, account.node(), account.words()));
        Account survivor = begun.accounts().stream()
                .filter(account -> account.node().equals(begun.survivor()))
                .findFirst()
                .orElseThrow();
        text.append('\n');
        line(
                text,
                "survivor",
                begun.snapshot().isEmpty()
                        ? begun.survivor() + " goes on with its own data"
                        : "%s goes on with the snapshot %s".formatted(begun.survivor(), begun.snapshot()));
        line(
                text,
                "copy first",
                "%.1f MB of data and snapshots on %s; its disk has %.1f MB free"
                        .formatted(
                                (survivor.databaseBytes() + survivor.snapshotBytes()) / 1e6,
                                begun.survivor(),
                                survivor.roomBytes() / 1e6));
        String given = begun.accounts().stream()
                .map(Account::node)
                .filter(node -> begun.servers().stream()
                        .noneMatch(server -> server.node().equals(node)))
                .collect(Collectors.joining(", "));
        if (!given.isEmpty()) {
            line(text, "given up", given + ": must never run again with the data that it has");
        }
        text.append("\nSteps, each on its node:\n");
        steps.forEach(step -> text.append("  %-4s  %s%n".formatted(step.server().node(), step.command())));
        return text.append('\n').toString();
    }

    /**
     * How it ended.
     *
     * @param lostKeys the file with all keys that were thrown away
     */
    public String ending(Line.Begun begun, Recovery.Ending ending, String lostKeys) {
        StringBuilder text = new StringBuilder("\n%d of %d servers vote, in term %d.\n\n"
                .formatted(ending.voters(), begun.servers().size(), ending.term()));
        line(text, "serves", "after " + seconds(ending.serves()));
        line(text, "redundant", "after " + seconds(ending.whole()) + ", from the beginning of this command");
        line(text, "copy", ending.copy());
        line(text, "lost", lost(begun, ending.loss()));
        ending.loss().keys().stream().limit(NAMED_KEYS).forEach(key -> line(text, "", key));
        if (ending.loss().keys().size() > NAMED_KEYS) {
            line(text, "", "… and %d more, in %s".formatted(ending.loss().keys().size() - NAMED_KEYS, lostKeys));
        }
        return text.toString();
    }

    private static String lost(Line.Begun begun, Loss loss) {
        String silent = begun.accounts().stream()
                .filter(account -> account.place() == null)
                .map(Account::node)
                .collect(Collectors.joining(", "));
        String unknown = silent.isEmpty() ? "" : "; what only %s had acknowledged cannot be known".formatted(silent);
        if (loss.best().isEmpty()) {
            return "not known: no member told how far it had come" + unknown;
        }
        if (loss.revisions() == 0) {
            return "nothing that any member told of: revision %d is kept%s".formatted(loss.kept(), unknown);
        }
        return "%d revisions, %d to %d, which %s had; %d keys were changed in them%s"
                .formatted(
                        loss.revisions(),
                        loss.kept() + 1,
                        loss.bestRevision(),
                        loss.best(),
                        loss.keys().size(),
                        unknown);
    }

    private static String seconds(Duration length) {
        return "%.1f s".formatted(length.toMillis() / 1000.0);
    }

    private static void line(StringBuilder text, String label, String words) {
        text.append(Paragraph.beside("  " + label, COLUMN, words)).append('\n');
    }
}
