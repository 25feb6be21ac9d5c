package muster.etcd;

import io.etcd.jetcd.ByteSequence;
import java.nio.charset.StandardCharsets;

/** Where a run's keys live: registers under {@code r/}, every write once more under {@code w/} by its own id. */
record Keys(String run) {

    /** The prefix of all keys of the run. */
    ByteSequence all() {
        return bytes("/muster/%s/".formatted(run));
    }

    ByteSequence register(String key) {
        return bytes("/muster/%s/r/%s".formatted(run, key));
    }

    /** The prefix of all writes. */
    ByteSequence writes() {
        return bytes("/muster/%s/w/".formatted(run));
    }

    ByteSequence write(long op) {
        return bytes("/muster/%s/w/%d".formatted(run, op));
    }

    /** The id of the write that a key under {@link #writes} belongs to. */
    long op(ByteSequence key) {
        return Long.parseLong(key.substring(writes().size()).toString(StandardCharsets.UTF_8));
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
