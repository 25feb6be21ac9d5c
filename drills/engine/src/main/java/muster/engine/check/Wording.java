package muster.engine.check;

import muster.engine.history.Op;
import muster.engine.history.Outcome;

/** Calls as people read them. */
final class Wording {

    private Wording() {}

    /** A call with both its ends: "client 4 read k3 at m1 from 5.013 s to 5.015 s: v17". */
    static String call(Op op) {
        String asked = switch (op.kind()) {
            case READ -> "read %s".formatted(op.key());
            case LOCAL_READ -> "read %s locally".formatted(op.key());
            case WRITE -> "wrote %s = %s".formatted(op.key(), op.argument());
            case COMPARE_AND_SET ->
                "set %s from %s to %s"
                        .formatted(op.key(), op.expected() == null ? "nothing" : op.expected(), op.argument());
            case INSERT -> "inserted %s = %s".formatted(op.key(), op.argument());
            case TRANSFER -> "transferred %s".formatted(op.argument());
            case SNAPSHOT -> "read all accounts";
            case LOCAL_SNAPSHOT -> "read all accounts locally";
        };
        String said = switch (op.settled()) {
            case Outcome.Acked acked -> acked.value() == null ? "nothing" : acked.value();
            case Outcome.AckedLocally acked -> acked.value() == null ? "nothing" : acked.value();
            case Outcome.Refused refused -> "refused";
            case Outcome.Unknown unknown -> "no answer";
        };
        return "call %d: client %d %s at %s from %s to %s: %s"
                .formatted(
                        op.id(),
                        op.client(),
                        asked,
                        op.endpoint(),
                        Quantities.moment(op.sentNanos()),
                        op.returnNanos() == Long.MAX_VALUE ? "nobody knows when" : Quantities.moment(op.returnNanos()),
                        said);
    }

    /** What a write's client was told: "write 17 of client 4 (k3 = v17) was acknowledged by m2 at 5.013 s". */
    static String told(Op op) {
        String said = switch (op.settled()) {
            case Outcome.Acked acked -> op.late() == null ? "acknowledged" : "acknowledged late";
            case Outcome.AckedLocally acked -> "acknowledged with a warning";
            case Outcome.Refused refused -> "refused";
            case Outcome.Unknown unknown -> "left without an answer";
        };
        Op.Late late = op.late();
        return "write %d of client %d (%s = %s) was %s by %s at %s"
                .formatted(
                        op.id(),
                        op.client(),
                        op.key(),
                        op.argument(),
                        said,
                        op.endpoint(),
                        Quantities.moment(late == null ? op.doneNanos() : late.doneNanos()));
    }
}
