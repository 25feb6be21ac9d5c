package muster.engine.cluster;

import java.time.Duration;

/** A way to run a POSIX shell script on one node, as its root. Safe for threads. */
public interface Shell {

    /**
     * How a script ended.
     *
     * @param exit its exit status
     * @param out what it printed on standard output, whole
     * @param err what it printed on standard error, whole
     */
    record Result(int exit, String out, String err) {

        /** True if it exited with 0. */
        public boolean ok() {
            return exit == 0;
        }

        /** What it printed, on one line: standard output, or standard error if that is empty. */
        public String words() {
            return onOneLine(out.isBlank() ? err : out);
        }

        /** Why it failed, on one line: standard error, or what it had printed until then if that is empty. */
        public String complaint() {
            return onOneLine(err.isBlank() ? out : err);
        }

        private static String onOneLine(String text) {
            return text.strip().replaceAll("\\s*\\R\\s*", "; ");
        }
    }

    /**
     * Runs a script to its end. What the script leaves in the background outlives this call and this process.
     *
     * @param script for {@code sh}
     * @param deadline after which the script is killed
     * @throws muster.engine.history.ClusterException if the node cannot be reached, or the deadline has passed
     * @throws InterruptedException if this thread is interrupted; the script is killed
     */
    Result run(String script, Duration deadline) throws InterruptedException;
}
