package muster.postgres.reconcile;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.postgres.Lsn;
import muster.postgres.wal.Branch;

/**
 * Recovers from a split brain once someone has said which side wins: salvage, then the loser's way back, then the proof. Every step is in
 * the journal when it is done, and a run that was cut off goes on with the first that is not.
 */
public final class Reconciliation {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final SplitBrain splitBrain;
    private final Node.Nodes nodes;
    private final Told told;
    private final Progress progress;

    /**
     * @param splitBrain the servers
     * @param nodes what is done on a losing server's machine
     * @param told who was told that a row is safe
     * @param progress hears each step
     */
    public Reconciliation(SplitBrain splitBrain, Node.Nodes nodes, Told told, Progress progress) {
        this.splitBrain = splitBrain;
        this.nodes = nodes;
        this.told = told;
        this.progress = progress;
    }

    /**
     * What a rewind would need, for each way that it could go. Changes nothing.
     *
     * @throws OperatorException if the winner can make no slot for the loser
     */
    public static List<Precondition> preconditions(SplitBrain splitBrain, String winner) {
        return Preconditions.check(losingTo(splitBrain, winner));
    }

    /**
     * Writes down that a side wins. Changes nothing else.
     *
     * @param root the folder of all reconciliations
     * @param incarnation which instance of the site it is done in
     * @param winner the server that stays as it is
     * @throws OperatorException if it cannot be
     */
    public static StepJournal begin(SplitBrain splitBrain, Path root, String incarnation, String winner)
            throws InterruptedException {
        Pair pair = losingTo(splitBrain, winner);
        List<Precondition> preconditions = Preconditions.check(pair);
        try (Survey survey = Survey.open(pair)) {
            Instant now = Instant.now();
            return StepJournal.begin(
                    root,
                    new Line.Begun(
                            NAME.format(now),
                            incarnation,
                            winner,
                            pair.here().name(),
                            now,
                            survey.findings(),
                            preconditions));
        }
    }

    /**
     * Does what is not done yet.
     *
     * @return how both servers stand afterwards; the journal is closed only if all of it holds
     * @throws OperatorException if a step cannot be done before someone acts; it is tried again when this is called again
     * @throws ClusterException if a step failed; it is tried again when this is called again
     */
    public Verification run(StepJournal journal) throws InterruptedException {
        Node node = nodes.of(journal.begun().loser(), journal.begun().winner());
        for (Step step : Step.values()) {
            if (step == Step.VERIFY) {
                break;
            }
            if (journal.done(step).isPresent()) {
                continue;
            }
            if (step == Step.RETURN) {
                node.reach();
            }
            progress.begins(step);
            String words = perform(step, node, journal);
            journal.append(new Line.Done(step, words));
            progress.done(step, words);
        }
        progress.begins(Step.VERIFY);
        Verification verification = Verifier.verify(
                splitBrain.party(splitBrain.server(journal.begun().loser())),
                splitBrain.party(splitBrain.server(journal.begun().winner())));
        if (verification.holds()) {
            journal.append(new Line.Closed(verification));
        }
        long holding = verification.proofs().stream()
                .filter(proof -> proof.result() == Verification.Result.HOLDS)
                .count();
        progress.done(
                Step.VERIFY,
                "%d of %d proofs hold".formatted(holding, verification.proofs().size()));
        return verification;
    }

    private String perform(Step step, Node node, StepJournal journal) throws InterruptedException {
        return switch (step) {
            case SALVAGE -> salvage(node, journal);
            case STOP -> node.stop();
            case KEEP -> node.keep("kept-" + journal.begun().name());
            case SETTLE -> settle(node, journal);
            case RETURN -> bringBack(node, journal);
            case FOLLOW -> node.follow();
            case VERIFY -> throw new IllegalStateException("verified apart");
        };
    }

    private String salvage(Node node, StepJournal journal) throws InterruptedException {
        try {
            node.reach();
        } catch (ClusterException e) {
            throw new OperatorException(
                    e.getMessage() + "; nothing was changed",
                    "let %s and %s reach each other, then muster reconcile"
                            .formatted(journal.begun().loser(), journal.begun().winner()),
                    e);
        }
        Pair pair = losingTo(splitBrain, journal.begun().winner());
        if (!pair.fork().equals(journal.begun().findings().fork())) {
            throw new ClusterException("the two servers parted at %s, and this reconciliation was begun for %s"
                    .formatted(pair.fork(), journal.begun().findings().fork()));
        }
        try (Survey survey = Survey.open(pair)) {
            return salvage(survey, journal);
        }
    }

    private String salvage(Survey survey, StepJournal journal) {
        SalvageReport report = Salvage.write(
                survey, journal.begun().winner(), told, journal.folder().resolve("salvage"));
        journal.append(new Line.Salvaged(report));
        return words(report);
    }

    private static String words(SalvageReport report) {
        return "%d rows of %s are in %s%s%s"
                .formatted(
                        report.rows(),
                        report.loser(),
                        report.folder(),
                        report.conflicts() == 0
                                ? ""
                                : "; %s touched %d of them as well".formatted(report.winner(), report.conflicts()),
                        report.told() == 0
                                ? ""
                                : "; clients had been told of %d that they are safe".formatted(report.told()));
    }

    /** A client may have committed between the salvage and the end: nobody can any longer. */
    private String settle(Node node, StepJournal journal) throws InterruptedException {
        SalvageReport salvage = journal.salvage().orElseThrow();
        node.hold();
        Pair pair = SplitBrain.pair(
                splitBrain.party(splitBrain.server(journal.begun().loser())),
                splitBrain.party(splitBrain.server(journal.begun().winner())));
        String words;
        try (Survey survey = Survey.open(pair)) {
            Branch branch = survey.here().branch();
            words = branch != null && !branch.committedSince(Lsn.parse(salvage.seenTo()))
                    ? "nothing was committed on %s after the salvage"
                            .formatted(journal.begun().loser())
                    : "salvaged again, with what was committed after the first time: " + salvage(survey, journal);
        }
        node.stop();
        return words;
    }

    private String bringBack(Node node, StepJournal journal) throws InterruptedException {
        Salvage.check(journal.salvage().orElseThrow());
        node.stop();
        if (journal.returning()) {
            return reseed(node, journal, journal.whyReseed().orElse("pg_rewind was cut off"));
        }
        Optional<String> refused = refused(journal.begun().preconditions());
        if (refused.isPresent()) {
            return reseed(node, journal, refused.get());
        }
        checkpoint(journal.begun().winner());
        Node.Attempt dry = node.rewind(true);
        if (!dry.done()) {
            return reseed(node, journal, "pg_rewind --dry-run refused: " + dry.words());
        }
        journal.append(new Line.Returning(true, dry.words()));
        Node.Attempt attempt = node.rewind(false);
        return attempt.done()
                ? "pg_rewind: " + attempt.words()
                : reseed(node, journal, "pg_rewind failed: " + attempt.words());
    }

    private static String reseed(Node node, StepJournal journal, String why) throws InterruptedException {
        journal.append(new Line.Returning(false, why));
        return "%s; %s".formatted(why, node.reseed());
    }

    /** Why pg_rewind is not tried; empty if nothing speaks against it. */
    public static Optional<String> refused(List<Precondition> preconditions) {
        List<String> failing = preconditions.stream()
                .filter(precondition -> precondition.state() == Precondition.State.FAILS)
                .map(precondition -> "%s (%s)".formatted(precondition.name(), precondition.words()))
                .toList();
        return failing.isEmpty()
                ? Optional.empty()
                : Optional.of("pg_rewind would be refused, it lacks: " + String.join("; ", failing));
    }

    /** pg_rewind reads the source's control file, which tells the old timeline until a checkpoint was made. */
    private void checkpoint(String winner) {
        Door door = splitBrain.door(splitBrain.server(winner));
        try (Connection connection = door.open("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        } catch (SQLException e) {
            throw door.explain(e);
        }
    }

    private static Pair losingTo(SplitBrain splitBrain, String winner) {
        Pair pair = splitBrain
                .find()
                .orElseThrow(() -> new OperatorException(
                        "there are no two primaries to reconcile: " + splitBrain.words(), "muster status"));
        if (pair.here().name().equals(winner)) {
            return pair.from(pair.there().name());
        }
        if (pair.there().name().equals(winner)) {
            return pair;
        }
        throw OperatorException.usage(
                "%s is none of the two primaries, which are %s and %s"
                        .formatted(winner, pair.here().name(), pair.there().name()),
                "muster reconcile --winner " + pair.there().name());
    }
}
