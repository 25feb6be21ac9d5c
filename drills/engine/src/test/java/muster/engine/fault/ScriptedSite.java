package muster.engine.fault;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import muster.engine.cluster.Act;
import muster.engine.cluster.Guarding;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.Timers;

/** A site whose shell answers as a test says, and remembers what it was asked. */
public final class ScriptedSite implements Site {

    private final List<Member> members = new ArrayList<>();
    private final Function<String, Shell.Result> answers;
    private final List<String> asked = new ArrayList<>();
    private final ScriptedGuard guard = new ScriptedGuard();
    private volatile Map<String, CountDownLatch> mute = Map.of();
    private volatile Optional<Procedure> procedure = Optional.empty();

    /**
     * @param size how many members
     * @param answers what the shell answers to a script; scripts read {@code inject m1}, {@code bit m1}, {@code heal m1},
     *     {@code clean m1}
     */
    public ScriptedSite(int size, Function<String, Shell.Result> answers) {
        for (int i = 1; i <= size; i++) {
            members.add(new Member("m" + i, "n" + i, URI.create("http://198.18.1." + i + ":2379")));
        }
        this.answers = answers;
    }

    /** A site on which everything works. */
    public static ScriptedSite working(int size) {
        return new ScriptedSite(size, script -> new Shell.Result(0, script + ": done", ""));
    }

    /** The scripts that were run, in order; those that the guard's gate let through without the guard's own words. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /** From now on nobody gets an answer from a node until the latch opens, and then that it cannot be reached. */
    void mute(String node, CountDownLatch until) {
        mute = Map.of(node, until);
    }

    /** The nodes whose lock was asked to be renewed, in order. */
    List<String> renewed() {
        return guard.renewed();
    }

    /** As when whoever holds the site's lock slept past its lease. */
    public void leasesRunOut() {
        guard.leasesRunOut();
    }

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public List<Member> members() {
        return List.copyOf(members);
    }

    @Override
    public List<String> nodes() {
        return members.stream().map(Member::node).toList();
    }

    @Override
    public Timers timers() {
        return new Timers(Duration.ofMillis(100), Duration.ofSeconds(1));
    }

    @Override
    public Shell shell(String node) {
        return (script, deadline) -> {
            if (mute.containsKey(node)) {
                mute.get(node).await();
                throw new ClusterException(node + " cannot be reached");
            }
            if (ScriptedGuard.meant(script)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return guard.answer(script, this::answer);
            }
            Shell.Result result = answer(script);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return result;
        };
    }

    private Shell.Result answer(String script) {
        synchronized (this) {
            asked.add(script);
        }
        return answers.apply(script);
    }

    @Override
    public String incarnation() {
        return "the only one";
    }

    @Override
    public String script(Act act) {
        return "act %s".formatted(act.member().name());
    }

    /** From now on every act is this one. */
    public void proceeds(Procedure all) {
        procedure = Optional.of(all);
    }

    @Override
    public Optional<Procedure> procedure(Act act) {
        return procedure;
    }

    @Override
    public Guarding guarding(String node) {
        return ScriptedGuard.guarding(node);
    }

    @Override
    public Scripts scripts(Lever lever) {
        String name = lever.member().name();
        return new Scripts("inject " + name, "bit " + name, "heal " + name, "clean " + name);
    }

    @Override
    public void close() {}
}
