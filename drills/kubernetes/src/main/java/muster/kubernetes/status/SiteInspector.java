package muster.kubernetes.status;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiServer;
import muster.kubernetes.ClusterFacts;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.NodeFacts;
import org.jspecify.annotations.Nullable;

/** Looks at a site by both ways, the API and the doors of its nodes; either may be closed. Reads only. */
public final class SiteInspector implements AutoCloseable {

    private final String site;
    private final Kubeconfig kubeconfig;
    private final @Nullable NodeDoors doors;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("site-", 0).factory());
    private final Map<URI, ApiServer> servers = new LinkedHashMap<>();
    private List<KnownNode> known;
    private @Nullable EtcdCertificates certificates;

    /**
     * @param site its name
     * @param kubeconfig the way through the API
     * @param doors the way into its nodes; null if there is none
     * @param known the nodes as they are remembered; empty if they never were seen
     */
    public SiteInspector(String site, Kubeconfig kubeconfig, @Nullable NodeDoors doors, List<KnownNode> known) {
        this.site = site;
        this.kubeconfig = kubeconfig;
        this.doors = doors;
        this.known = List.copyOf(known);
    }

    /** What one API server answered, or why none did. */
    private record Told(@Nullable ClusterFacts facts, String words) {}

    /** What a server told by itself, or why it did not. */
    private record Surveyed(String node, @Nullable NodeSurvey survey, String why) {}

    /**
     * Looks once.
     *
     * @throws OperatorException if the API server does not take the credentials
     * @throws InterruptedException if this thread is interrupted
     */
    public SiteSight look() throws InterruptedException {
        Future<Told> api = threads.submit(this::askApi);
        List<Future<Surveyed>> asked = known.isEmpty() ? List.of() : survey(known);
        Told told = get(api);
        if (told.facts() != null) {
            List<KnownNode> seen =
                    told.facts().nodes().stream().map(SiteInspector::known).toList();
            if (known.isEmpty()) {
                asked = survey(seen);
            }
            known = seen;
        }
        Map<String, NodeSurvey> surveys = new TreeMap<>();
        Map<String, String> closed = new TreeMap<>();
        for (Future<Surveyed> each : asked) {
            Surveyed surveyed = get(each);
            if (surveyed.survey() == null) {
                closed.put(surveyed.node(), surveyed.why());
            } else {
                surveys.put(surveyed.node(), surveyed.survey());
            }
        }
        takeCertificates(surveys, closed);
        return new SiteSight(
                site,
                kubeconfig.context(),
                told.facts(),
                told.words(),
                known,
                surveys,
                closed,
                doors != null,
                certificates);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        servers.values().forEach(ApiServer::close);
    }

    private Told askApi() throws InterruptedException {
        String words = "";
        for (URI server : candidates()) {
            ApiServer api = servers.computeIfAbsent(server, at -> ApiServer.of(kubeconfig, at));
            try {
                return new Told(api.look(), words.isEmpty() ? "" : "%s; %s answers".formatted(words, server));
            } catch (ClusterException e) {
                words = words.isEmpty() ? String.valueOf(e.getMessage()) : words + ", nor does " + server;
            }
        }
        return new Told(null, words);
    }

    private List<URI> candidates() {
        return ApiAddresses.of(kubeconfig, known);
    }

    private List<Future<Surveyed>> survey(List<KnownNode> nodes) {
        NodeDoors open = doors;
        if (open == null) {
            return List.of();
        }
        List<Future<Surveyed>> asked = new ArrayList<>();
        for (KnownNode node : nodes) {
            if (node.server()) {
                asked.add(threads.submit(() -> survey(node.name(), open)));
            }
        }
        return asked;
    }

    private static Surveyed survey(String node, NodeDoors doors) throws InterruptedException {
        try {
            return new Surveyed(node, NodeSurvey.of(node, doors.shell(node)), "");
        } catch (OperatorException e) {
            return new Surveyed(node, null, e.getMessage() + SiteSight.NEXT + e.remedy());
        } catch (ClusterException e) {
            return new Surveyed(node, null, String.valueOf(e.getMessage()));
        }
    }

    /** From the first server that has them: all servers of a cluster share one authority. */
    private void takeCertificates(Map<String, NodeSurvey> surveys, Map<String, String> closed)
            throws InterruptedException {
        NodeDoors open = doors;
        if (open == null || certificates != null) {
            return;
        }
        for (Map.Entry<String, NodeSurvey> each : surveys.entrySet()) {
            if (!each.getValue().wal()) {
                continue;
            }
            try {
                certificates = each.getValue().certificates(each.getKey(), open.shell(each.getKey()));
                return;
            } catch (ClusterException | OperatorException e) {
                closed.put(each.getKey(), String.valueOf(e.getMessage()));
            }
        }
    }

    private static KnownNode known(NodeFacts node) {
        return new KnownNode(node.name(), node.address(), node.server(), node.member(), node.memberAddress());
    }

    private static <T> T get(Future<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case OperatorException operator -> throw operator;
                case InterruptedException interrupted -> throw interrupted;
                default -> throw new IllegalStateException("looking must not fail", e.getCause());
            }
        }
    }
}
