package muster.scripts;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.engine.drill.Workload;
import muster.scripts.shape.Choice;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Values;
import muster.scripts.shape.Whole;
import muster.scripts.shape.Word;

/** The words of {@code workload}. */
final class WorkloadWords {

    private static final Field<Workload.Kind> KIND = new Field<>(
            "kind",
            "What is read and written; registers if left out.",
            new Choice<>(
                    "kind",
                    List.of(
                            new Word.Bare<>(
                                    "register",
                                    "A few registers, each written again and again.",
                                    Workload.Kind.REGISTER),
                            new Word.Bare<>(
                                    "insert",
                                    "Elements of a set, each inserted once under an id of its own.",
                                    Workload.Kind.INSERT),
                            new Word.Bare<>(
                                    "bank",
                                    "Transfers between accounts of constant sum, and reads of all of them at once.",
                                    Workload.Kind.BANK))),
            Optional.of(Workload.Kind.REGISTER));

    private static final Field<Integer> CLIENTS =
            new Field<>("clients", "How many clients share the load; each talks to one member.", new Whole(1, 64));

    private static final Field<Integer> RATE = new Field<>(
            "rate", "Calls a second over all clients, sent whether or not earlier ones came back.", Measures.RATE);

    private static final Field<Integer> KEYS = new Field<>(
            "keys",
            "How many registers the calls read and write, how many of the latest elements they read, or how many"
                    + " accounts there are.",
            new Whole(1, 1_024));

    private static final Field<Integer> READS =
            new Field<>("reads", "The part of the calls that read through the store's order.", Measures.PERCENT);

    private static final Field<Integer> LOCAL_READS = new Field<>(
            "local-reads",
            "The part of the calls that read what the client's own member has, perhaps stale; 0% if left out.",
            Measures.PERCENT,
            Optional.of(0));

    private static final Field<Integer> SWAPS = new Field<>(
            "swaps",
            "The part of the calls that compare and set registers; 0% if left out. What neither reads nor swaps,"
                    + " writes.",
            Measures.PERCENT,
            Optional.of(0));

    private static final Field<Duration> DEADLINE =
            new Field<>("deadline", "How long a client waits for an answer.", Measures.DEADLINE);

    static final Fields<Workload> SHAPE =
            new Fields<>(List.of(KIND, CLIENTS, RATE, KEYS, READS, LOCAL_READS, SWAPS, DEADLINE), WorkloadWords::make);

    private WorkloadWords() {}

    private static Optional<Workload> make(Values values) {
        Workload.Kind kind = values.get(KIND);
        int keys = values.get(KEYS);
        int reads = values.get(READS);
        int local = values.get(LOCAL_READS);
        int swaps = values.get(SWAPS);
        if (reads + swaps > 100 && local == 0) {
            values.refuse(
                    values.place(SWAPS),
                    "reads %d%% and swaps %d%% are more than 100%% together".formatted(reads, swaps));
            return Optional.empty();
        }
        if (reads + local + swaps > 100) {
            values.refuse(
                    values.place(LOCAL_READS),
                    "reads %d%%, local-reads %d%% and swaps %d%% are more than 100%% together"
                            .formatted(reads, local, swaps));
            return Optional.empty();
        }
        if (swaps > 0 && kind != Workload.Kind.REGISTER) {
            values.refuse(
                    values.place(SWAPS),
                    "swaps compare and set registers, and the kind of this workload is another: take the word away");
            return Optional.empty();
        }
        if (kind == Workload.Kind.BANK && keys < 2) {
            values.refuse(values.place(KEYS), "a transfer needs two accounts: make keys at least 2");
            return Optional.empty();
        }
        return Optional.of(new Workload(
                kind, values.get(CLIENTS), values.get(RATE), keys, reads, local, swaps, values.get(DEADLINE)));
    }
}
