package muster.engine.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a history back. */
final class HistoryReader {

    /** One line of any of the four kinds; the words that its kind does not have are null. */
    private record Line(
            @Nullable Long send,
            @Nullable Long done,
            @Nullable Long late,
            @Nullable Long found,
            @Nullable Integer client,
            @Nullable Long process,
            Op.@Nullable Kind kind,
            @Nullable String key,
            @Nullable String argument,
            @Nullable String expected,
            @Nullable String endpoint,
            @Nullable Long due,
            @Nullable Long at,
            @Nullable String outcome,
            @Nullable String value,
            @Nullable String member,
            @Nullable Long epoch,
            @Nullable Long position,
            @Nullable Long copies,
            @Nullable String why) {

        Stamp stamp() {
            return new Stamp(
                    Objects.requireNonNull(member), Objects.requireNonNull(epoch), Objects.requireNonNull(position));
        }

        Outcome ended() {
            return switch (Objects.requireNonNull(outcome)) {
                case "acked" -> new Outcome.Acked(value, stamp());
                case "acked-locally" -> new Outcome.AckedLocally(value, stamp(), Objects.requireNonNull(why));
                case "refused" -> new Outcome.Refused(Objects.requireNonNull(why));
                case "unknown" -> new Outcome.Unknown(Objects.requireNonNull(why));
                default -> throw new IllegalArgumentException("no outcome is called " + outcome);
            };
        }

        Op sent() {
            return new Op(
                    Objects.requireNonNull(send),
                    Objects.requireNonNull(client),
                    Objects.requireNonNull(process),
                    Objects.requireNonNull(kind),
                    Objects.requireNonNull(key),
                    argument,
                    expected,
                    Objects.requireNonNull(endpoint),
                    Objects.requireNonNull(due),
                    Objects.requireNonNull(at),
                    Long.MAX_VALUE,
                    new Outcome.Unknown("its end was never recorded"),
                    null);
        }
    }

    /** What a history holds. */
    record History(List<Op> ops, List<Found> found, boolean torn) {}

    private HistoryReader() {}

    static History read(Path file) throws IOException {
        SealedFile.Content content = SealedFile.read(file);
        Map<Long, Op> ops = new TreeMap<>();
        List<Found> found = new ArrayList<>();
        int number = 0;
        for (String json : content.lines()) {
            number++;
            try {
                take(Codec.read(Line.class, json), ops, found);
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new OperatorException(
                        "%s:%d: %s".formatted(file, number, e.getMessage()),
                        "this history was written by another version of Muster; read it with that one",
                        e);
            }
        }
        return new History(List.copyOf(ops.values()), found, content.torn());
    }

    private static void take(Line line, Map<Long, Op> ops, List<Found> found) {
        if (line.send() != null) {
            ops.put(line.send(), line.sent());
        } else if (line.done() != null) {
            ops.computeIfPresent(line.done(), (id, op) -> op.ended(Objects.requireNonNull(line.at()), line.ended()));
        } else if (line.late() != null) {
            Op.Late late = new Op.Late(Objects.requireNonNull(line.at()), line.ended());
            ops.computeIfPresent(line.late(), (id, op) -> op.heard(late));
        } else {
            found.add(new Found(
                    Objects.requireNonNull(line.found()),
                    Objects.requireNonNull(line.value()),
                    Objects.requireNonNull(line.copies()),
                    line.stamp()));
        }
    }
}
