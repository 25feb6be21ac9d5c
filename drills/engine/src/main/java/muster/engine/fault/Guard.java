package muster.engine.fault;

import java.time.Duration;
import muster.engine.cluster.Guarding;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;

/**
 * The guard of one node: a lock with a lease, heals that the node runs by itself at a deadline, and the gate through which every
 * injection, every act and every heal goes. All of it is a script on the node; nothing here is remembered between two calls.
 *
 * <p>Every call throws {@link muster.engine.history.ClusterException} if the node cannot be reached or does not answer in time; it may
 * then have done what was asked or not.
 */
public final class Guard {

    /** Exit status of a heal that had nothing to do, because the node has healed by itself or nothing was ever done. */
    static final int SETTLED = 76;

    /** Exit status of a verb that refuses; why is on its standard error. */
    static final int REFUSED = 75;

    /** Exit status of a verb that refuses because drills are halted. */
    static final int HALTED = 77;

    /** Exit status of an injection that took longer than the node lets it, by {@code timeout(1)}. */
    static final int TOO_SLOW = 124;

    private static final Duration WORD_LIMIT = Duration.ofSeconds(10);
    private static final Duration INJECT_LIMIT = Duration.ofSeconds(25);
    private static final Duration HEAL_LIMIT = Duration.ofSeconds(60);
    private static final int CENTISECOND_MILLIS = 10;

    private final String node;
    private final Guarding guarding;
    private final Shell shell;

    /**
     * @param site the node's site
     * @param node as {@link muster.engine.history.Member#node()}
     */
    public Guard(Site site, String node) {
        this.node = node;
        this.guarding = site.guarding(node);
        this.shell = site.shell(node);
    }

    /** The guard's script, for a site to put on its nodes. */
    public static String script() {
        return NodeScript.read("guard.sh");
    }

    /** Heals all that is armed at once, and refuses anything new until {@link #resume}. */
    public Shell.Result halt(String why) throws InterruptedException {
        return ask("halt", why);
    }

    /** Lets drills run again. */
    public Shell.Result resume() throws InterruptedException {
        return ask("resume");
    }

    /** What is armed, a line each; exit 0 if all of it is healed. */
    public Shell.Result open() throws InterruptedException {
        return ask("open");
    }

    Shell.Result acquire(String token, Duration lease, String who) throws InterruptedException {
        return ask("acquire", token, centiseconds(lease), who);
    }

    Shell.Result renew(String token, Duration lease) throws InterruptedException {
        return ask("renew", token, centiseconds(lease));
    }

    Shell.Result release(String token) throws InterruptedException {
        return ask("release", token);
    }

    Shell.Result arm(String id, String token, Harm harm) throws InterruptedException {
        return ask(
                "arm",
                id,
                token,
                centiseconds(harm.healsWithin()),
                "%s of %s".formatted(harm.fault(), harm.member().name()),
                harm.scripts().heal(),
                harm.scripts().clean(),
                guarding.alarm());
    }

    Shell.Result armed(String id) throws InterruptedException {
        return ask("armed", id);
    }

    Shell.Result inject(String id, String token, String script) throws InterruptedException {
        return shell.run(words("inject", id, token, script), INJECT_LIMIT);
    }

    /**
     * Does what an operator would do, through the gate: never beside an injection or a heal, and only for whoever holds the lock now.
     *
     * @param within how long it may take, waiting for the gate included
     */
    public Shell.Result act(String token, String script, Duration within) throws InterruptedException {
        // The node's own limit is for a caller that is gone, and comes after the caller's.
        return shell.run(words("act", token, String.valueOf(within.toSeconds() + 1), script), within);
    }

    /** Why a verb did not do what was asked, in words that name the node if it was its guard who refused. */
    public String why(Shell.Result result) {
        return switch (result.exit()) {
            case REFUSED -> "%s refuses it: %s".formatted(node, result.words());
            case TOO_SLOW -> "it did not end in time and was killed";
            default -> result.complaint();
        };
    }

    Shell.Result heal(String id, String script) throws InterruptedException {
        return shell.run(words("heal", id, script), HEAL_LIMIT);
    }

    Shell.Result disarm(String id) throws InterruptedException {
        return shell.run(words("disarm", id), HEAL_LIMIT);
    }

    private Shell.Result ask(String verb, String... arguments) throws InterruptedException {
        return shell.run(words(verb, arguments), WORD_LIMIT);
    }

    private String words(String verb, String... arguments) {
        StringBuilder words = new StringBuilder(guarding.command()).append(' ').append(verb);
        for (String argument : arguments) {
            words.append(" '").append(argument.replace("'", "'\\''")).append('\'');
        }
        return words.toString();
    }

    private static String centiseconds(Duration duration) {
        return String.valueOf(duration.toMillis() / CENTISECOND_MILLIS);
    }
}
