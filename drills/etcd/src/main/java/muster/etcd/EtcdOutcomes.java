package muster.etcd;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.regex.Pattern;
import muster.engine.history.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What an error means for the call that got it: the one place that decides. Refused is said only of a call that surely did not happen;
 * in doubt it is unknown. The codes are those of etcd's {@code rpctypes/error.go}.
 */
final class EtcdOutcomes {

    private static final String TOO_MANY = "etcdserver: too many requests";

    /** What gRPC adds of itself when a connection fails in the middle of TLS. */
    private static final Pattern INNARDS = Pattern.compile("\\R?Channel Pipeline: \\[[^]]*]");

    private EtcdOutcomes() {}

    /** The outcome of a call that failed with this error. */
    static Outcome of(Throwable error) {
        NeverSent neverSent = find(NeverSent.class, error);
        if (neverSent != null) {
            return new Outcome.Refused("not sent: " + Gateway.words(neverSent));
        }
        StatusRuntimeException status = find(StatusRuntimeException.class, error);
        if (status == null) {
            return new Outcome.Unknown(Gateway.words(error));
        }
        return of(status.getStatus());
    }

    private static Outcome of(Status status) {
        String why = words(status);
        return switch (status.getCode()) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    UNAUTHENTICATED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED -> new Outcome.Refused(why);
            // etcd says so of too many requests before it proposes anything. Of a full database it says so before, and
            // also after it has applied what was under way when the space ran out (quotaApplierV3 in its apply.go).
            // gRPC itself says so of an answer that is too long, after the call was applied.
            case RESOURCE_EXHAUSTED -> why.startsWith(TOO_MANY) ? new Outcome.Refused(why) : new Outcome.Unknown(why);
            case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
                new Outcome.Unknown(why);
        };
    }

    /** A status on one line, in the words of whoever caused it. */
    static String words(Status status) {
        Throwable cause = status.getCause();
        String description = status.getDescription();
        if (cause != null && (description == null || description.equals("io exception"))) {
            return Gateway.words(cause);
        }
        if (description == null) {
            return status.getCode().toString();
        }
        return INNARDS.matcher(description).replaceAll("").strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 16; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
