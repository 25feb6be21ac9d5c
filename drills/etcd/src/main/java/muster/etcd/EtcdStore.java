package muster.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import muster.engine.cluster.Client;
import muster.engine.cluster.Store;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * etcd's language. The workload and the run's place speak gRPC through jetcd; the view and the served reads of {@link #look},
 * {@link #serve} and {@link #serveLocally} speak to the JSON gateway and load nothing of jetcd.
 *
 * <p>Every key lives under {@code /muster/<run>/} and hangs on a lease, so that a process that dies leaves nothing for longer than
 * the lease's ten minutes.
 */
public final class EtcdStore implements Store {

    /** Longer than etcd's own limit of 5 s + 2 x election timeout with K3s's timers, 15 s: etcd gives up first. */
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(16);

    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration REFRESH = Duration.ofMinutes(1);
    private static final Duration REFRESH_DEADLINE = Duration.ofSeconds(2);

    private final List<Member> members;
    private final @Nullable Credentials credentials;
    private final Duration callDeadline;
    private final Names names = new Names();
    private final Gateway gateway;
    private final MemberView view;
    private final Map<String, Long> leases = new ConcurrentHashMap<>();
    private final List<Thread> refreshing = new ArrayList<>();
    private @Nullable Connections connections;

    /**
     * @param members the voters
     * @param access how to reach them
     * @throws muster.engine.history.OperatorException if a certificate or key is missing, unreadable, expired or of the wrong kind
     */
    public EtcdStore(List<Member> members, EtcdAccess access) {
        this(members, access, CALL_DEADLINE);
    }

    /** @param callDeadline after which a call's answer is given up */
    EtcdStore(List<Member> members, EtcdAccess access, Duration callDeadline) {
        this.callDeadline = callDeadline;
        this.members = List.copyOf(members);
        credentials = Credentials.of(access);
        gateway = new Gateway(credentials);
        view = new MemberView(gateway, names);
    }

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public List<String> instrument() {
        List<String> lines = new ArrayList<>(Connections.instrument(callDeadline));
        lines.add("view: HTTP/1.1 to each member's JSON gateway on kept connections; asked once more where one broke");
        return List.copyOf(lines);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the run was not prepared by this object
     */
    @Override
    public Client open(String run, Member member) {
        Long lease = leases.get(run);
        if (lease == null) {
            throw new IllegalStateException("run %s was not prepared".formatted(run));
        }
        return new EtcdClient(connections().open(member.client()), new Keys(run), lease, names);
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        return view.look(member, zeroNanos, deadline);
    }

    @Override
    public Outcome serve(Member member, Duration deadline) throws InterruptedException {
        return view.read(member, false, deadline);
    }

    @Override
    public Outcome serveLocally(Member member, Duration deadline) throws InterruptedException {
        return view.read(member, true, deadline);
    }

    /**
     * {@inheritDoc}
     *
     * @throws muster.engine.history.OperatorException if keys of that run are there already
     */
    @Override
    public void prepare(String run, Duration deadline) throws InterruptedException {
        long lease = place(run).prepare(LEASE, deadline);
        leases.put(run, lease);
        synchronized (refreshing) {
            refreshing.add(Thread.ofVirtual().name("lease").start(() -> refresh(run, lease)));
        }
    }

    @Override
    public List<Found> readBack(String run, Duration deadline) throws InterruptedException {
        return place(run).readBack(deadline);
    }

    @Override
    public Removal remove(String run, Duration deadline) throws InterruptedException {
        Removal removal = place(run).remove(leases.get(run), deadline);
        leases.remove(run);
        return removal;
    }

    @Override
    public void close() {
        synchronized (refreshing) {
            refreshing.forEach(Thread::interrupt);
        }
        synchronized (this) {
            if (connections != null) {
                connections.close();
            }
        }
        gateway.close();
    }

    /** Keeps the lease alive through any member. A refresh that fails is made up for by the next: there are nine chances. */
    private void refresh(String run, long lease) {
        String question = "{\"ID\":\"%d\"}".formatted(lease);
        try {
            while (leases.containsKey(run)) {
                Thread.sleep(REFRESH);
                for (Member member : members) {
                    if (gateway.ask(member.client(), "/v3/lease/keepalive", question, REFRESH_DEADLINE)
                            instanceof Gateway.Spoke) {
                        break;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private RunPlace place(String run) {
        Connections kept = connections();
        return new RunPlace(members, member -> kept.kept(member.client()), names, new Keys(run));
    }

    private synchronized Connections connections() {
        if (connections == null) {
            connections = new Connections(credentials, callDeadline);
        }
        return connections;
    }
}
