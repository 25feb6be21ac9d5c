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
 * {@link #serve} and {@link #serveLocally} speak to the JSON gateway and load nothing of jetcd, unless members have none where clients
 * reach them.
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
    private final Interview interview;
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
        interview = new GatewayInterview(new Gateway(credentials), names);
    }

    private EtcdStore(List<Member> members, Credentials credentials) {
        this.callDeadline = CALL_DEADLINE;
        this.members = List.copyOf(members);
        this.credentials = credentials;
        interview = new GrpcInterview(credentials, names);
    }

    /**
     * The store of members that speak gRPC alone where clients reach them, as K3s's do: it gives HTTP a port of its own on the loopback
     * ({@code listen-client-http-urls}, etcd-io/etcd#15402).
     *
     * @param members the voters and learners
     * @param keys how to reach them
     * @throws muster.engine.history.OperatorException if a certificate or key is expired or of the wrong kind
     */
    public static EtcdStore overGrpc(List<Member> members, EtcdKeys keys) {
        return new EtcdStore(members, Credentials.of(keys));
    }

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public List<String> instrument() {
        List<String> lines = new ArrayList<>(Connections.instrument(callDeadline));
        lines.add(interview.instrument());
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

    /**
     * The members that a member's own list has, learners among them; asked without a quorum, and so perhaps stale.
     *
     * @return empty if it does not tell
     * @throws InterruptedException if this thread is interrupted
     */
    public List<Listed> list(Member member, Duration deadline) throws InterruptedException {
        return switch (interview) {
            case GrpcInterview grpc -> grpc.list(member, deadline);
            case GatewayInterview _ -> {
                // The gateway's JSON leaves out what is empty, such as the name of a member that never was started.
                try (GrpcInterview once = new GrpcInterview(credentials, names)) {
                    yield once.list(member, deadline);
                }
            }
        };
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) throws InterruptedException {
        return interview.look(member, zeroNanos, deadline);
    }

    @Override
    public Outcome serve(Member member, Duration deadline) throws InterruptedException {
        return interview.read(member, false, deadline);
    }

    @Override
    public Outcome serveLocally(Member member, Duration deadline) throws InterruptedException {
        return interview.read(member, true, deadline);
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
        interview.close();
    }

    /** Keeps the lease alive through any member. A refresh that fails is made up for by the next: there are nine chances. */
    private void refresh(String run, long lease) {
        try {
            while (leases.containsKey(run)) {
                Thread.sleep(REFRESH);
                for (Member member : members) {
                    if (interview.refresh(member, lease, REFRESH_DEADLINE)) {
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
