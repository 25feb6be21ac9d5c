package muster.scripts;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import muster.engine.drill.Workload;
import muster.scripts.shape.Field;
import muster.scripts.shape.Fields;
import muster.scripts.shape.Values;
import muster.scripts.shape.Whole;

/** The words of {@code workload}. */
final class WorkloadWords {

    private static final Field<Integer> CLIENTS =
            new Field<>("clients", "How many clients share the load; each talks to one member.", new Whole(1, 64));

    private static final Field<Integer> RATE = new Field<>(
            "rate", "Calls a second over all clients, sent whether or not earlier ones came back.", Measures.RATE);

    private static final Field<Integer> KEYS =
            new Field<>("keys", "How many registers the calls read and write.", new Whole(1, 1_024));

    private static final Field<Integer> READS =
            new Field<>("reads", "The part of the calls that read.", Measures.PERCENT);

    private static final Field<Integer> SWAPS = new Field<>(
            "swaps",
            "The part of the calls that compare and set; 0% if left out. What neither reads nor swaps, writes.",
            Measures.PERCENT,
            Optional.of(0));

    private static final Field<Duration> DEADLINE =
            new Field<>("deadline", "How long a client waits for an answer.", Measures.DEADLINE);

    static final Fields<Workload> SHAPE =
            new Fields<>(List.of(CLIENTS, RATE, KEYS, READS, SWAPS, DEADLINE), WorkloadWords::make);

    private WorkloadWords() {}

    private static Optional<Workload> make(Values values) {
        int reads = values.get(READS);
        int swaps = values.get(SWAPS);
        if (reads + swaps > 100) {
            values.refuse(
                    values.place(SWAPS),
                    "reads %d%% and swaps %d%% are more than 100%% together".formatted(reads, swaps));
            return Optional.empty();
        }
        return Optional.of(new Workload(
                values.get(CLIENTS), values.get(RATE), values.get(KEYS), reads, swaps, values.get(DEADLINE)));
    }
}
