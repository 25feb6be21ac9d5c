package muster.kubernetes.recover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import muster.engine.cluster.Procedure;
import muster.engine.history.ClusterException;
import muster.kubernetes.NodeDoors;
import org.jspecify.annotations.Nullable;

/**
 * Brings an etcd cluster back from one of its members. Every step may be repeated: after a crash between two steps, or in one, the same
 * journal is gone on with.
 */
public final class Recovery {

    /** The keys that were thrown away, a line for each, beside the journal. */
    public static final String LOST = "lost-keys";

    private static final String KEYS = "keys-before";
    private static final Duration SETTLES = Duration.ofSeconds(60);
    private static final Pattern REVISION = Pattern.compile("revision (\\d+)");

    private final RecoveryScript script;

    /** @param doors the way into the nodes */
    public Recovery(NodeDoors doors) {
        this(doors, (node, text, limit) -> doors.shell(node).run(text, limit));
    }

    /**
     * One whose steps are not done straight away.
     *
     * @param gate how they are done
     */
    public Recovery(NodeDoors doors, Procedure.Gate gate) {
        this.script = new RecoveryScript(doors, gate);
    }

    /** The script by which every step is done, for a site to put on its nodes. */
    public static String script() {
        return RecoveryScript.text();
    }

    /** Is told what happens. */
    public interface Witness {
        /** A step begins. */
        void begins(PlannedStep step);

        /** It is done, now or before. */
        void done(PlannedStep step, String words);
    }

    /**
     * What became of it.
     *
     * @param voters how many there are
     * @param term that all are in
     * @param serves from the beginning of the recovery to a server that serves
     * @param whole from the beginning to the last voter
     * @param loss what was thrown away
     * @param copy what the survivor said of its copy
     */
    public record Ending(int voters, long term, Duration serves, Duration whole, Loss loss, String copy) {}

    /** What every server tells of itself. Changes nothing. */
    public List<Account> survey(List<RecoverableServer> servers) throws InterruptedException {
        List<Account> accounts = new ArrayList<>();
        for (RecoverableServer server : servers) {
            accounts.add(script.survey(server));
        }
        return accounts;
    }

    /** The steps of a recovery that is about to begin, or has begun. */
    public static List<PlannedStep> steps(Line.Begun begun) {
        return PlannedStep.of(begun);
    }

    /**
     * Does what is not done yet, to the end.
     *
     * @throws ClusterException if a step fails; it may be repeated
     * @throws InterruptedException if this thread is interrupted; what is under way on a node comes to its end there
     */
    public Ending run(RecoveryJournal journal, Witness witness) throws InterruptedException {
        prepare(journal, witness);
        return finish(journal, witness);
    }

    /**
     * Does what can still be undone: every server is stopped, and what is left is copied.
     *
     * @throws ClusterException if a step fails; it may be repeated, or all of it be dropped
     * @throws InterruptedException if this thread is interrupted
     */
    void prepare(RecoveryJournal journal, Witness witness) throws InterruptedException {
        noteKeys(journal);
        List<PlannedStep> steps = PlannedStep.of(journal.begun());
        perform(journal, steps.subList(0, border(steps)), witness);
    }

    /** Does what is left after that. From the first of it on there is no way but to the end. */
    Ending finish(RecoveryJournal journal, Witness witness) throws InterruptedException {
        Line.Begun begun = journal.begun();
        List<PlannedStep> steps = PlannedStep.of(begun);
        perform(journal, steps.subList(border(steps), steps.size()), witness);
        Account survivor = verified(begun);
        Ending ending = ending(journal, survivor);
        for (RecoverableServer server : begun.servers()) {
            script.step(server, "clear", begun.id(), "", Duration.ofSeconds(30));
        }
        journal.append(new Line.Closed(Instant.now()));
        return ending;
    }

    /**
     * True if a majority serves again though nothing was reset: a drill's nodes have put back what it had moved away, or somebody has brought
     * the others back.
     */
    public boolean overtaken(RecoveryJournal journal) throws InterruptedException {
        Line.Begun begun = journal.begun();
        if (!begun.rehearsed() && !begun.snapshot().isEmpty()) {
            return false;
        }
        List<Account> accounts = survey(begun.servers());
        return accounts.stream().noneMatch(Account::reset) && accounts.stream().anyMatch(Account::serves);
    }

    /**
     * Gives it up before anything was reset: every server goes on as it was.
     *
     * @throws ClusterException if a server cannot be told so, or was reset; it may be repeated
     */
    public void drop(RecoveryJournal journal) throws InterruptedException {
        Line.Begun begun = journal.begun();
        for (RecoverableServer server : begun.servers()) {
            script.step(server, "drop", begun.id(), "", Duration.ofSeconds(30));
        }
        journal.append(new Line.Closed(Instant.now()));
    }

    private static int border(List<PlannedStep> steps) {
        int border = 0;
        while (!steps.get(border).verb().equals(PlannedStep.RESET)) {
            border++;
        }
        return border;
    }

    private void perform(RecoveryJournal journal, List<PlannedStep> steps, Witness witness)
            throws InterruptedException {
        Line.Begun begun = journal.begun();
        for (PlannedStep step : steps) {
            Optional<Line.Done> done = journal.done(step.name());
            if (done.isPresent()) {
                witness.done(step, done.get().words());
                continue;
            }
            witness.begins(step);
            if (step.verb().equals(PlannedStep.RESET)) {
                demandAllDown(begun);
            }
            String words = script.step(step.server(), step.verb(), begun.id(), step.word(), step.limit());
            journal.append(new Line.Done(step.name(), Instant.now(), words));
            witness.done(step, words);
        }
    }

    /** Where the snapshot lies that a drill saved on a server. */
    String saved(RecoverableServer server) throws InterruptedException {
        return script.saved(server);
    }

    /** A server that came up again meanwhile would be a second cluster beside the one that is made. */
    private void demandAllDown(Line.Begun begun) throws InterruptedException {
        for (RecoverableServer server : begun.servers()) {
            if (!server.node().equals(begun.survivor())) {
                script.step(server, "stopped", begun.id(), "", Duration.ofSeconds(20));
            }
        }
    }

    /** Where something is to be thrown away that a member still tells of, what it has is noted before it is stopped. */
    private void noteKeys(RecoveryJournal journal) throws InterruptedException {
        Line.Begun begun = journal.begun();
        Account best = best(begun);
        if (best == null || journal.done(KEYS).isPresent()) {
            return;
        }
        boolean loses =
                best.answers() && (!begun.snapshot().isEmpty() || !best.node().equals(begun.survivor()));
        if (loses
                && steps(begun).stream()
                        .noneMatch(step -> journal.done(step.name()).isPresent())) {
            RecoverableServer server = server(begun, best.node());
            write(journal.folder().resolve(KEYS), server == null ? "" : script.keys(server));
        }
        journal.append(new Line.Done(KEYS, Instant.now(), ""));
    }

    private Account verified(Line.Begun begun) throws InterruptedException {
        long giveUp = System.nanoTime() + SETTLES.toNanos();
        while (true) {
            List<Account> accounts = survey(begun.servers());
            String wrong = wrong(accounts);
            if (wrong.isEmpty()) {
                return accounts.stream()
                        .filter(account -> account.node().equals(begun.survivor()))
                        .findFirst()
                        .orElseThrow();
            }
            if (System.nanoTime() > giveUp) {
                throw new ClusterException("every step was done, and the cluster is not whole: " + wrong);
            }
            Thread.sleep(Duration.ofSeconds(1));
        }
    }

    private static String wrong(List<Account> accounts) {
        long terms = accounts.stream()
                .map(account -> account.place() == null ? -1 : account.place().term())
                .distinct()
                .count();
        for (Account account : accounts) {
            if (account.place() == null || !account.serves()) {
                return "%s does not serve: %s".formatted(account.node(), account.words());
            }
            if (account.voters() != accounts.size()) {
                return "%s knows %d voters of %d".formatted(account.node(), account.voters(), accounts.size());
            }
        }
        return terms == 1 ? "" : "they are in different terms";
    }

    private static Ending ending(RecoveryJournal journal, Account survivor) {
        Line.Begun begun = journal.begun();
        Line.Done started = journal.done("start " + begun.survivor()).orElseThrow();
        Account best = best(begun);
        long bestRevision =
                best == null || best.place() == null ? 0 : best.place().revision();
        Loss loss = Loss.of(
                best == null ? "" : best.node(),
                bestRevision,
                kept(begun, started),
                read(journal.folder().resolve(KEYS)));
        write(journal.folder().resolve(LOST), String.join("\n", loss.keys()) + "\n");
        Account.Place place = survivor.place();
        return new Ending(
                survivor.voters(),
                place == null ? 0 : place.term(),
                Duration.between(begun.at(), started.at()),
                Duration.between(begun.at(), Instant.now()),
                loss,
                journal.done("copy " + begun.survivor()).map(Line.Done::words).orElse(""));
    }

    /** Where the cluster went on: with the survivor's own data where they were known to end, else where it was first seen. */
    private static long kept(Line.Begun begun, Line.Done started) {
        Optional<Account.Place> own = begun.accounts().stream()
                .filter(account -> account.node().equals(begun.survivor()))
                .map(Account::place)
                .filter(Objects::nonNull)
                .findFirst();
        Matcher told = REVISION.matcher(started.words());
        long first = told.find() ? Long.parseLong(told.group(1)) : 0;
        return begun.snapshot().isEmpty() ? own.map(Account.Place::revision).orElse(first) : first;
    }

    private static @Nullable Account best(Line.Begun begun) {
        List<Account> ranked = new Survivors(begun.site(), begun.accounts()).ranked();
        return ranked.isEmpty() ? null : ranked.getFirst();
    }

    private static @Nullable RecoverableServer server(Line.Begun begun, String node) {
        return begun.servers().stream()
                .filter(server -> server.node().equals(node))
                .findFirst()
                .orElse(null);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
