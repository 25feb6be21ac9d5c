package muster.kubernetes.script;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import muster.engine.cluster.Shell;

/**
 * A script on its way to a node and back. It travels on standard input, so that no shell on the way reads its quotes. On the node it
 * runs in a session of its own and prints into files in memory, which end with it: what it leaves in the background may go on printing,
 * and holds nobody up. Its session is killed when our input ends, however our side ended, and at the latest after its deadline.
 */
public final class RemoteScript {

    /** What the node runs, as the script of its {@code sh}: POSIX shell on one line, without a single quote: it stands between single quotes, which every login shell understands. */
    public static final String RUNNER = "read -r end limit; script=; nl=$(printf \"\\n.\"); nl=${nl%.}; "
            + "while IFS= read -r line; do [ \"$line\" = \"$end\" ] && break; script=$script$line$nl; done; "
            + "d=$(mktemp -d /run/muster.XXXXXX 2>/dev/null || mktemp -d) || exit 99; exec 3<&0; "
            + "setsid sh -c \"$script\" </dev/null >\"$d/out\" 2>\"$d/err\" 3<&- & pid=$!; "
            + "( trap \"kill \\$s; exit\" TERM; sleep \"$limit\" & s=$!; wait $s; "
            + "[ -e \"$d\" ] && kill -s KILL -- -$pid ) </dev/null >/dev/null 2>&1 3<&- & timer=$!; "
            + "( cat <&3 >/dev/null; [ -e \"$d\" ] && kill -s KILL -- -$pid ) >/dev/null 2>&1 & lifeline=$!; "
            + "exec 3<&-; wait $pid 2>/dev/null; code=$?; kill $timer $lifeline 2>/dev/null; "
            + "cat \"$d/out\"; cat \"$d/err\" >&2; rm -rf \"$d\"; printf \"\\n%s %s\\n\" \"$end\" \"$code\" >&2; exit 0";

    private static final int MARGIN_SECONDS = 3;

    private final String end = "muster-" + UUID.randomUUID();
    private final String script;
    private final Duration deadline;

    /**
     * @param script for {@code sh}
     * @param deadline after which its sender kills it; the node itself, a little later
     */
    public RemoteScript(String script, Duration deadline) {
        this.script = script;
        this.deadline = deadline;
    }

    /** What is sent on standard input. */
    public String input() {
        return "%s %d\n%s\n%s\n".formatted(end, deadline.toSeconds() + MARGIN_SECONDS, script, end);
    }

    /**
     * How it ended there; empty if it did not come to its end, or nobody knows.
     *
     * @param out the standard output that came back
     * @param err the standard error
     */
    public Optional<Shell.Result> result(String out, String err) {
        int at = err.lastIndexOf("\n" + end + " ");
        if (at < 0) {
            return Optional.empty();
        }
        String code = err.substring(at + end.length() + 2).strip();
        return Optional.of(new Shell.Result(Integer.parseInt(code), out, err.substring(0, at)));
    }
}
