package muster.engine.check.register;

import java.util.ArrayList;
import java.util.List;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;

/** Literal histories of one register. Each call has its own process; times are small whole numbers. */
final class Calls {

    static final Stamp STAMP = new Stamp("m1", 1, 1);

    private final List<Op> ops = new ArrayList<>();

    List<Op> list() {
        return List.copyOf(ops);
    }

    Calls write(String value, long from, long to) {
        return add(Op.Kind.WRITE, value, null, from, to, new Outcome.Acked(value, STAMP));
    }

    Calls writeUnknown(String value, long from) {
        return add(Op.Kind.WRITE, value, null, from, from + 1, new Outcome.Unknown("no answer"));
    }

    Calls writeRefused(String value, long from, long to) {
        return add(Op.Kind.WRITE, value, null, from, to, new Outcome.Refused("refused"));
    }

    Calls read(@Nullable String value, long from, long to) {
        return add(Op.Kind.READ, null, null, from, to, new Outcome.Acked(value, STAMP));
    }

    Calls readUnknown(long from) {
        return add(Op.Kind.READ, null, null, from, from + 1, new Outcome.Unknown("no answer"));
    }

    Calls swap(@Nullable String expected, String value, long from, long to) {
        return add(Op.Kind.COMPARE_AND_SET, value, expected, from, to, new Outcome.Acked(value, STAMP));
    }

    Calls swapFailed(@Nullable String expected, String value, @Nullable String stands, long from, long to) {
        return add(Op.Kind.COMPARE_AND_SET, value, expected, from, to, new Outcome.Acked(stands, STAMP));
    }

    Calls swapUnknown(@Nullable String expected, String value, long from) {
        return add(Op.Kind.COMPARE_AND_SET, value, expected, from, from + 1, new Outcome.Unknown("no answer"));
    }

    Calls late(String value, long from, long deadline, long heard) {
        Op op = op(Op.Kind.WRITE, value, null, from, deadline, new Outcome.Unknown("no answer"));
        ops.add(new Op(
                op.id(),
                op.client(),
                op.process(),
                op.kind(),
                op.key(),
                value,
                null,
                op.endpoint(),
                from,
                from,
                deadline,
                op.outcome(),
                new Op.Late(heard, new Outcome.Acked(value, STAMP))));
        return this;
    }

    Calls add(Op.Kind kind, @Nullable String value, @Nullable String expected, long from, long to, Outcome outcome) {
        ops.add(op(kind, value, expected, from, to, outcome));
        return this;
    }

    private Op op(
            Op.Kind kind, @Nullable String value, @Nullable String expected, long from, long to, Outcome outcome) {
        int id = ops.size();
        return new Op(id, id, id, kind, "k", value, expected, "m1", from, from, to, outcome, null);
    }
}
