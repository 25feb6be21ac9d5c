package muster.engine.check.session;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import muster.engine.check.register.Values;
import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/** Breaches in words: who was shown what, and what that client or that server had shown before. */
final class Breaches {

    private Breaches() {}

    static Kept.Breach ownWrite(Values values, Op wrote, Op read) {
        String sentence =
                "Client %d read %s of %s from %s %s after its own write of %s was acknowledged, which is newer."
                        .formatted(
                                read.client(), name(read), read.key(), server(read), after(wrote, read), name(wrote));
        return new Kept.Breach(sentence, witness(proof(values, read), wrote, read));
    }

    static Kept.Breach ownRead(Values values, Op saw, Op read) {
        String sentence = "Client %d read %s of %s from %s %s after it had read %s from %s, which is newer."
                .formatted(
                        read.client(), name(read), read.key(), server(read), after(saw, read), name(saw), server(saw));
        return new Kept.Breach(sentence, witness(proof(values, read), values.write(Values.value(saw)), saw, read));
    }

    static Kept.Breach shown(Op known, Op write, Op first, Op read) {
        boolean wrote = known.mutates() && Objects.equals(Values.value(known), known.argument());
        String sentence =
                "Client %d %s %s of %s before it wrote %s; %s showed %s to client %d, and %s later %s of %s to client %d, which is older."
                        .formatted(
                                write.client(),
                                wrote ? "wrote" : "read",
                                name(known),
                                known.key(),
                                write.argument(),
                                server(read),
                                write.argument(),
                                first.client(),
                                after(first, read),
                                name(read),
                                read.key(),
                                read.client());
        return new Kept.Breach(sentence, witness(known, write, first, read));
    }

    /** The call that proves when the value stood that was read; nothing needs no proof. */
    private static @Nullable Op proof(Values values, Op read) {
        return Values.value(read) == null ? null : values.proof(Values.value(read));
    }

    private static List<Op> witness(@Nullable Op... calls) {
        Set<Op> witness = new LinkedHashSet<>();
        for (Op call : calls) {
            if (call != null) {
                witness.add(call);
            }
        }
        return List.copyOf(witness);
    }

    private static String server(Op op) {
        return Objects.requireNonNull(Values.stamp(op)).member();
    }

    private static String name(Op op) {
        return Objects.requireNonNullElse(Values.value(op), "nothing");
    }

    private static String after(Op earlier, Op later) {
        return String.format(Locale.ROOT, "%.1f ms", (later.sentNanos() - earlier.returnNanos()) / 1e6);
    }
}
