package muster.engine.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The operator must act: a wrong word, a missing program, a file that cannot be written. Shown as one line and what to do next, never
 * with a trace.
 */
public final class OperatorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    private final Kind kind;

    private final transient Event.@Nullable Interrupted interruption;

    private enum Kind {
        IN_THE_WAY,
        USAGE,
        UNHEALED
    }

    /**
     * @param message what is wrong, with its place
     * @param remedy what to do next, such as the command to type
     */
    public OperatorException(String message, String remedy) {
        this(message, remedy, null);
    }

    /**
     * @param message what is wrong, with its place
     * @param remedy what to do next, such as the command to type
     * @param cause for {@code --debug}
     */
    public OperatorException(String message, String remedy, @Nullable Throwable cause) {
        this(message, remedy, cause, Kind.IN_THE_WAY, null);
    }

    private OperatorException(
            String message,
            String remedy,
            @Nullable Throwable cause,
            Kind kind,
            Event.@Nullable Interrupted interruption) {
        super(message, cause);
        this.remedy = remedy;
        this.kind = kind;
        this.interruption = interruption;
    }

    /** The operator gave us something that cannot be understood: exit code 64 instead of 3. */
    public static OperatorException usage(String message, String remedy) {
        return new OperatorException(message, remedy, null, Kind.USAGE, null);
    }

    /**
     * Something that was broken is not healed: exit code 4, which outranks all others.
     *
     * @param cause for {@code --debug}
     */
    public static OperatorException unhealed(String message, String remedy, @Nullable Throwable cause) {
        return new OperatorException(message, remedy, cause, Kind.UNHEALED, null);
    }

    /**
     * A signal came before anything was touched: the exit code is the signal's.
     *
     * @param cause for {@code --debug}
     */
    public static OperatorException interrupted(
            String message, String remedy, Event.Interrupted interruption, @Nullable Throwable cause) {
        return new OperatorException(message, remedy, cause, Kind.IN_THE_WAY, interruption);
    }

    /** The signal that kept it from starting; empty if something else did. */
    public Optional<Event.Interrupted> interruption() {
        return Optional.ofNullable(interruption);
    }

    /** What to do next, such as the command to type. */
    public String remedy() {
        return remedy;
    }

    /** True if the input was wrong (exit 64); false if it was right and something is in the way (exit 3). */
    public boolean usage() {
        return kind == Kind.USAGE;
    }

    /** True if something that was broken is not healed (exit 4). */
    public boolean unhealed() {
        return kind == Kind.UNHEALED;
    }
}
