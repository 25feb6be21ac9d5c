package muster.engine.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.engine.history.Quorum;

/**
 * The lock that a drill holds on a site, on its nodes and never in the system that is broken. It is taken in their
 * order; whoever finds a node held gives up, so that of two drills the one that came first to a node keeps it. A majority is needed:
 * two drills that lock only their own targets could take the quorum together. It is a lease, renewed at a third of its length; the nodes
 * measure it by the time since they booted. A holder that slept past it is refused by the nodes themselves.
 */
public final class SiteLock implements AutoCloseable {

    /** How long a node stays locked for a holder that is not heard of. */
    public static final Duration LEASE = Duration.ofSeconds(15);

    private final Site site;
    private final String token = UUID.randomUUID().toString();
    private final HeldLock held;
    private final List<String> nodes = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, Future<Shell.Result>> renewals = new HashMap<>();

    private SiteLock(Site site, HeldLock held) {
        this.site = site;
        this.held = held;
    }

    /**
     * Locks a site. A lock that a process of the same state directory left, which is gone, is freed first. The caller holds the state
     * directory's own lock.
     *
     * @param who what others are told who ask for it meanwhile
     * @param held where it is noted
     * @throws OperatorException if another drill holds it, drills are halted, or fewer than a majority of the nodes can be locked;
     *     nothing stays locked then
     */
    public static SiteLock take(Site site, String who, HeldLock held) throws InterruptedException {
        var _ = held.release(site);
        SiteLock lock = new SiteLock(site, held);
        held.note(new HeldLock.Note(site.name(), site.incarnation(), lock.token, who));
        boolean taken = false;
        try {
            lock.acquire(who);
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                lock.close();
            }
        }
    }

    /** What the nodes compare. */
    public String token() {
        return token;
    }

    /** Which nodes are locked, and for how long. */
    public String words() {
        return "%s locked, each time for %d s".formatted(String.join(", ", nodes), LEASE.toSeconds());
    }

    /**
     * Begins the lease anew on every node, all at the same time, and waits for no more than a third of it: a node that does not answer
     * must not cost the others theirs. To be called well before it runs out, such as at a third of it, from one thread.
     *
     * @param threads where a renewal may wait, one for each
     * @return why the lock does not hold any longer: the drill must then heal and end; empty if it does
     */
    public Optional<String> renew(Executor threads) throws InterruptedException {
        long until = System.nanoTime() + LEASE.toNanos() / 3;
        for (String node : nodes) {
            var _ = renewals.computeIfAbsent(node, missing -> renewal(missing, threads));
        }
        int held = nodes.size();
        String why = "";
        for (String node : nodes) {
            Optional<Shell.Result> result = renewed(node, until);
            if (result.isEmpty() || result.get().ok()) {
                continue;
            }
            if (result.get().exit() == Guard.HALTED) {
                return Optional.of(result.get().words());
            }
            held--;
            why = "%s: %s".formatted(node, result.get().words());
        }
        return held < majority() ? Optional.of(why) : Optional.empty();
    }

    private Future<Shell.Result> renewal(String node, Executor threads) {
        FutureTask<Shell.Result> renewal = new FutureTask<>(() -> guard(node).renew(token, LEASE));
        threads.execute(renewal);
        return renewal;
    }

    /** Empty if it is not known: the next round tells, or the node itself when something is injected there. */
    private Optional<Shell.Result> renewed(String node, long until) throws InterruptedException {
        Future<Shell.Result> renewal = Objects.requireNonNull(renewals.get(node));
        try {
            Shell.Result result = renewal.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            renewals.remove(node);
            return Optional.of(result);
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            renewals.remove(node);
            if (e.getCause() instanceof ClusterException || e.getCause() instanceof OperatorException) {
                return Optional.empty();
            }
            throw new IllegalStateException("the lock of %s could not be renewed".formatted(node), e);
        }
    }

    /** Frees the nodes; repeated calls do no harm. A node that cannot be reached frees itself when the lease runs out. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            for (String node : asked) {
                release(node);
            }
            held.forget();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void acquire(String who) throws InterruptedException {
        List<String> mute = new ArrayList<>();
        for (String node : site.nodes()) {
            // One whose answer does not come may have been locked all the same.
            asked.add(node);
            try {
                site.prepare(node);
                Shell.Result result = guard(node).acquire(token, LEASE, oneLine(who));
                if (!result.ok()) {
                    throw refusal(node, result);
                }
                nodes.add(node);
            } catch (ClusterException e) {
                mute.add(String.valueOf(e.getMessage()));
            }
        }
        if (nodes.size() < majority()) {
            throw new OperatorException(
                    "only %d of %d nodes of %s can be locked, and %d are needed: %s"
                            .formatted(
                                    nodes.size(),
                                    site.nodes().size(),
                                    site.name(),
                                    majority(),
                                    String.join("; ", mute)),
                    "muster status");
        }
    }

    private static OperatorException refusal(String node, Shell.Result result) {
        String text = "%s: %s".formatted(node, result.words());
        return switch (result.exit()) {
            case Guard.HALTED -> new OperatorException(text, "muster resume");
            case Guard.REFUSED -> new OperatorException(text, "wait for its end, or stop it: muster halt \"why\"");
            default -> throw new ClusterException("the lock cannot be taken: " + text);
        };
    }

    private void release(String node) throws InterruptedException {
        try {
            var _ = guard(node).release(token);
        } catch (ClusterException _) {
            // Its lease runs out.
        }
    }

    private Guard guard(String node) {
        return new Guard(site, node);
    }

    private int majority() {
        int voters = site.nodes().size();
        return new Quorum(voters, voters).needed();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
