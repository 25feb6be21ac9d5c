package muster.engine.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import muster.engine.cluster.Site;
import muster.engine.history.ClusterException;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;

/**
 * What a state directory remembers of the site's lock that a process of it holds: noted before the first node is asked, forgotten when the
 * lock is given back. It is only for whoever holds the state directory's own lock, which the kernel frees when its holder ends, however it
 * ends: a note that is found then was left by a process that is gone for certain. One that is merely stopped still holds that lock.
 */
public final class HeldLock {

    private final Path file;

    /** @param file where the note stands */
    public HeldLock(Path file) {
        this.file = file;
    }

    /**
     * The note.
     *
     * @param site the site's name
     * @param incarnation which instance of the site
     * @param token what its nodes compare
     * @param who as others are told
     */
    record Note(String site, String incarnation, String token, String who) {}

    /** True if a lock is held or was left. */
    public boolean noted() {
        return Files.exists(file);
    }

    /**
     * The name of the site whose lock is noted; empty if none is.
     *
     * @throws OperatorException if the note cannot be read
     */
    public Optional<String> site() {
        return noted() ? Optional.of(read().site()) : Optional.empty();
    }

    /**
     * Frees the lock that a process left which is gone, so that nobody has to wait for its lease. A node that cannot be reached frees itself
     * when the lease runs out. Does nothing to a lock that somebody else has taken since.
     *
     * @return whose lock was freed; empty if none was left, or the site it was taken on is gone
     * @throws OperatorException if the note cannot be read or deleted
     */
    public Optional<String> release(Site site) throws InterruptedException {
        if (!noted()) {
            return Optional.empty();
        }
        Note note = read();
        boolean here = note.site().equals(site.name()) && note.incarnation().equals(site.incarnation());
        if (here) {
            for (String node : site.nodes()) {
                release(new Guard(site, node), note.token());
            }
        }
        forget();
        return here ? Optional.of(note.who()) : Optional.empty();
    }

    /** Nothing is held, or what was is gone with its site. */
    public void forget() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** @throws OperatorException if it cannot be written; nothing may be locked then */
    void note(Note note) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(fresh, Codec.write(note) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Note read() {
        try {
            return Codec.read(Note.class, Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private static void release(Guard guard, String token) throws InterruptedException {
        try {
            var _ = guard.release(token);
        } catch (ClusterException _) {
            // Its lease runs out.
        }
    }

    private OperatorException unusable(Exception cause) {
        return new OperatorException(
                "%s, the note of a lock that is held, cannot be used: %s".formatted(file, cause.getMessage()),
                "make the folder writable and delete that file; a lock that was left falls with its lease",
                cause);
    }
}
