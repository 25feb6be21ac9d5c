package muster.kubernetes.api;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import muster.engine.history.Outcome;
import muster.kubernetes.ApiDoor;
import org.jspecify.annotations.Nullable;

/**
 * What an error means for the call that got it: the one place that decides. Refused is said only of a call that surely did not happen;
 * in doubt it is unknown. The reasons are those of Kubernetes' {@code apimachinery/pkg/api/errors}.
 */
final class ApiOutcomes {

    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;

    private static final int DEPTH = 16;

    private ApiOutcomes() {}

    /** The outcome of a call that got no answer. */
    static Outcome of(Throwable error) {
        Throwable lost = neverSent(error);
        return lost == null ? new Outcome.Unknown(words(error)) : new Outcome.Refused("not sent: " + unreachable(lost));
    }

    /** The outcome of a call that was answered with an error. */
    static Outcome of(ApiDoor.Reply reply) {
        String why = "HTTP %d: %s".formatted(reply.status(), Answer.message(reply.text()));
        return switch (reply.status()) {
            // Said before anything is stored: a bad request, no credentials, no permission, no object, a conflict with
            // what
            // stands, an object too large or not valid, too many requests (also by priority and fairness).
            case 400, 401, 403, NOT_FOUND, 405, 406, CONFLICT, 410, 413, 415, 422, 429 -> new Outcome.Refused(why);
            // etcd's own time-outs and changes of leader come as 500, the request's as 504; a server that shuts down,
            // or is not
            // ready, says 503, and so does a webhook after which nobody knows.
            default -> new Outcome.Unknown(why);
        };
    }

    /** The error that shows that no connection was made; null if one was, or nobody knows. */
    static @Nullable Throwable neverSent(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < DEPTH; depth++) {
            if (at instanceof ConnectException
                    || at instanceof HttpConnectTimeoutException
                    || at instanceof NoRouteToHostException
                    || at instanceof UnknownHostException) {
                return at;
            }
            at = at.getCause();
        }
        return null;
    }

    /** True if the address refused the connection: no process listens there. */
    static boolean closed(Throwable error) {
        Throwable lost = neverSent(error);
        return lost != null && unreachable(lost).equals("connection refused");
    }

    /** True if nothing came back in time. */
    static boolean timedOut(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof HttpTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** An error on one line. */
    static String words(Throwable error) {
        Throwable lost = neverSent(error);
        if (lost != null) {
            return unreachable(lost);
        }
        Throwable root = error;
        for (int depth = 0; root.getCause() != null && depth < DEPTH; depth++) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank()
                ? root.getClass().getSimpleName()
                : message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** The JDK's client tells a refused connection without its words: as a channel that was closed before it was connected. */
    private static String unreachable(Throwable lost) {
        if (lost instanceof HttpConnectTimeoutException) {
            return "no connection within %d ms".formatted(ApiDoor.CONNECT.toMillis());
        }
        for (Throwable at = lost; at != null; at = at.getCause()) {
            String message = at.getMessage();
            if (message != null && !message.isBlank() && !message.contains("Connection refused")) {
                return message.lines().findFirst().orElse("").strip();
            }
        }
        return "connection refused";
    }
}
