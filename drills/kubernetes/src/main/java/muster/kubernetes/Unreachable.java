package muster.kubernetes;

import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.ClosedChannelException;

/** Why an API server gave no answer at all, in its transport's words. */
public final class Unreachable {

    private Unreachable() {}

    /** On one line: {@code the API server https://… refuses the connection}. */
    public static String words(URI server, Throwable error) {
        Throwable root = error;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        String why = root instanceof ClosedChannelException || root instanceof ConnectException
                ? "refuses the connection"
                : "cannot be reached: " + Kubeconfig.firstLine(root);
        return "the API server %s %s".formatted(server, why);
    }
}
