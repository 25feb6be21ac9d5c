package muster.engine.check;

import java.util.ArrayList;
import java.util.List;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * Literal histories of several clients, registers and members. Each call has a process of its own; times are milliseconds, and a call takes
 * one unless it says otherwise.
 */
public final class Told {

    private static final long MILLI = 1_000_000;

    private final List<Op> ops = new ArrayList<>();

    /** The calls, each with its place as its id. */
    public List<Op> list() {
        return List.copyOf(ops);
    }

    /** A write that the primary acknowledges. */
    public Told write(int client, String key, String value, long at) {
        return add(client, Op.Kind.WRITE, key, value, "p1", at, at + 1, acked(value, "p1"));
    }

    /** A read at some member. */
    public Told read(int client, String key, @Nullable String value, String member, long at) {
        return add(client, Op.Kind.LOCAL_READ, key, null, member, at, at + 1, acked(value, member));
    }

    /** A read through the primary. */
    public Told read(int client, String key, @Nullable String value, long at) {
        return add(client, Op.Kind.READ, key, null, "p1", at, at + 1, acked(value, "p1"));
    }

    /** An insert that is acknowledged. */
    public Told insert(int client, String key, String value, long at) {
        return add(client, Op.Kind.INSERT, key, value, "p1", at, at + 1, acked(value, "p1"));
    }

    /** A transfer that is acknowledged. */
    public Told transfer(String text, long at) {
        return add(0, Op.Kind.TRANSFER, "bank", text, "p1", at, at + 1, acked(text, "p1"));
    }

    /** A snapshot at some member. */
    public Told snapshot(@Nullable String text, long at) {
        return add(1, Op.Kind.LOCAL_SNAPSHOT, "bank", null, "p2", at, at + 1, acked(text, "p2"));
    }

    /** Any call. */
    public Told add(
            int client,
            Op.Kind kind,
            String key,
            @Nullable String argument,
            String endpoint,
            long from,
            long to,
            Outcome outcome) {
        int id = ops.size();
        ops.add(new Op(
                id,
                client,
                id,
                kind,
                key,
                argument,
                null,
                endpoint,
                from * MILLI,
                from * MILLI,
                to * MILLI,
                outcome,
                null));
        return this;
    }

    /** An acknowledgement by a member. */
    public static Outcome acked(@Nullable String value, String member) {
        return new Outcome.Acked(value, new Stamp(member, 1, 1));
    }
}
