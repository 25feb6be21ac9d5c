package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import muster.engine.cluster.Order;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiDoor;
import muster.kubernetes.ApiServer;
import muster.kubernetes.ApiServers;
import muster.kubernetes.Unreachable;
import muster.kubernetes.doctor.Permission;

/**
 * A switchover as {@code kubectl cnpg promote} orders it: the status of the {@code Cluster} names another target primary, and its instances
 * and its operator do the rest (cloudnative-pg.io/documentation: kubectl plugin, promote; API reference, ClusterStatus). Whoever changed the
 * object in between wins: it is read anew, and nothing is ordered unless the cluster is still at rest with the same primary.
 */
public final class CloudNativePgSwitchover implements Order {

    private static final String PHASE = "Switchover in progress";
    private static final String READY = "Ready";

    /** As its own tools write it: microseconds, all six digits. */
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private static final Duration TURN = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** Beyond that its effect is asked for as of every fault: the primary's shutdown has a limit of its own, an hour unless it was changed. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int TRIES = 5;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    private final ApiServers api;
    private final Handover handover;

    /** Connects to nothing yet. */
    public CloudNativePgSwitchover(ApiServers api, Handover handover) {
        this.api = api;
        this.handover = handover;
    }

    /**
     * Refuses credentials that may not order one.
     *
     * @throws OperatorException if they may not, with what grants it
     * @throws ClusterException if no API server answers
     */
    public static void demandLeave(ApiServers api, String namespace) {
        Permission needed = Permission.SWITCHOVER.getFirst();
        boolean may = api.first(server -> {
            try (ApiServer door = ApiServer.of(api.kubeconfig(), server)) {
                return door.may(needed.verb(), needed.group(), needed.resource(), namespace);
            }
        });
        if (!may) {
            throw new OperatorException(
                    "these credentials may not %s %s of %s in %s: that is how a switchover is ordered of CloudNativePG"
                            .formatted(needed.verb(), needed.resource(), needed.group(), namespace),
                    Permission.grantSwitchover(namespace));
        }
    }

    @Override
    public String give() throws InterruptedException {
        boolean sent = false;
        for (int tries = 0; tries < TRIES; tries++) {
            GenericKubernetesResource cluster = read();
            CloudNativePgStatus status = new CloudNativePgStatus(cluster);
            if (sent && handover.to().equals(status.targetPrimary())) {
                return awaited();
            }
            demandRest(status);
            ApiDoor.Reply reply =
                    ask(ApiDoor.Request.patch(path() + "/status", ApiDoor.Body.MERGE_PATCH, patch(cluster)));
            sent = true;
            if (reply.status() == OK) {
                return awaited();
            }
            if (reply.status() != CONFLICT) {
                throw refused(reply);
            }
        }
        throw new ClusterException("%s: the Cluster is changed by somebody else again and again".formatted(name()));
    }

    @Override
    public Shell.Result done() {
        CloudNativePgStatus status = new CloudNativePgStatus(read());
        return new Shell.Result(
                handover.to().equals(status.currentPrimary()) ? 0 : 1,
                "CloudNativePG names %s as the primary (%s)".formatted(status.currentPrimary(), status.phase()),
                "");
    }

    private String awaited() throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        Shell.Result done = done();
        while (!done.ok() && System.nanoTime() < until) {
            Thread.sleep(PAUSE);
            done = done();
        }
        return done.words();
    }

    private void demandRest(CloudNativePgStatus status) {
        boolean rests = CloudNativePgStatus.HEALTHY.equals(status.phase())
                && handover.from().equals(status.currentPrimary())
                && handover.from().equals(status.targetPrimary());
        if (!rests) {
            throw new ClusterException(
                    "%s is not at rest with %s as its primary any more: %s, current primary %s, target primary %s"
                            .formatted(
                                    name(),
                                    handover.from(),
                                    status.phase(),
                                    status.currentPrimary(),
                                    status.targetPrimary()));
        }
    }

    private String patch(GenericKubernetesResource cluster) {
        Instant now = Instant.now();
        return JSON.asJson(Map.of(
                "metadata",
                Map.of("resourceVersion", cluster.getMetadata().getResourceVersion()),
                "status",
                Map.of(
                        "targetPrimary",
                        handover.to(),
                        "targetPrimaryTimestamp",
                        MICROSECONDS.format(now),
                        "phase",
                        PHASE,
                        "phaseReason",
                        "Switching over to " + handover.to(),
                        "conditions",
                        conditions(cluster, now))));
    }

    /** A list is set as a whole: all of them, with the cluster not ready from now on. */
    private static List<Map<String, Object>> conditions(GenericKubernetesResource cluster, Instant now) {
        List<Map<String, Object>> conditions = new ArrayList<>();
        if (cluster.get("status", "conditions") instanceof List<?> present) {
            for (Object each : present) {
                if (each instanceof Map<?, ?> condition && !READY.equals(condition.get("type"))) {
                    Map<String, Object> copy = new HashMap<>();
                    condition.forEach((key, value) -> copy.put(String.valueOf(key), value));
                    conditions.add(copy);
                }
            }
        }
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("type", READY);
        ready.put("status", "False");
        ready.put("reason", "ClusterIsNotReady");
        ready.put("message", "Cluster Is Not Ready");
        ready.put("lastTransitionTime", SECONDS.format(now));
        conditions.add(ready);
        return conditions;
    }

    private GenericKubernetesResource read() {
        ApiDoor.Reply reply = ask(ApiDoor.Request.get(path()));
        if (reply.status() != OK) {
            throw refused(reply);
        }
        return JSON.unmarshal(reply.text(), GenericKubernetesResource.class);
    }

    private ApiDoor.Reply ask(ApiDoor.Request request) {
        return api.first(server -> {
            try (ApiDoor door = ApiDoor.of(api.kubeconfig(), server)) {
                return door.send(request, TURN).get(TURN.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new ClusterException(Unreachable.words(server, e));
            } catch (TimeoutException e) {
                throw new ClusterException("the API server %s does not answer in time".formatted(server));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterException("%s: the question was broken off".formatted(name()), e);
            }
        });
    }

    private ClusterException refused(ApiDoor.Reply reply) {
        String message = String.valueOf(PatroniMember.json(reply.text()).getOrDefault("message", reply.text()));
        return new ClusterException("%s: the API server answers HTTP %d: %s%s"
                .formatted(
                        name(),
                        reply.status(),
                        message,
                        reply.status() == FORBIDDEN
                                ? "; next: " + Permission.grantSwitchover(handover.namespace())
                                : ""));
    }

    private String name() {
        return "%s/%s".formatted(handover.namespace(), handover.cluster());
    }

    private String path() {
        return "/apis/postgresql.cnpg.io/v1/namespaces/%s/clusters/%s"
                .formatted(handover.namespace(), handover.cluster());
    }
}
