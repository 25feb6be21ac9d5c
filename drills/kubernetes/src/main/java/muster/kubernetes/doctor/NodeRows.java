package muster.kubernetes.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import muster.kubernetes.status.KnownNode;
import muster.kubernetes.status.SiteSight;

/** What is well with each server, and with the way into it. */
final class NodeRows {

    /** K3s's kubelet evicts pods below 5 % (k3s-io/k3s, {@code pkg/daemons/agent}); a drill day needs as much again. */
    private static final long FREE_PERCENT = 10;

    private static final long GIBIBYTE = 1L << 30;
    private static final int PERCENT = 100;

    private final Examined examined;
    private final List<SiteFinding> findings = new ArrayList<>();

    NodeRows(Examined examined) {
        this.examined = examined;
    }

    List<SiteFinding> all() {
        if (examined.door() == null) {
            findings.add(SiteFinding.bad(
                    "nodes",
                    "door",
                    "there is no way into them",
                    "give --ssh CONFIG, or --agent after: kubectl apply -k k8s-manifests/node-agent"));
            return findings;
        }
        if (examined.sight().nodes().isEmpty()) {
            findings.add(SiteFinding.bad(
                    "nodes", "door", "their names are not known", "muster site add NAME, which remembers them"));
        }
        for (KnownNode node : examined.sight().nodes()) {
            if (node.server()) {
                rows(node.name());
            }
        }
        return findings;
    }

    private void rows(String node) {
        NodeCheckup checkup = examined.checkups().get(node);
        if (checkup == null) {
            findings.add(closed(node));
            return;
        }
        findings.add(
                checkup.user() == 0
                        ? SiteFinding.good(node, "door", "entered by %s as root".formatted(examined.door()))
                        : SiteFinding.bad(
                                node,
                                "door",
                                "entered as user %d, not as root".formatted(checkup.user()),
                                byHand(node)));
        findings.add(SiteDoctor.clock(node, checkup.aheadSeconds(), "on %s: timedatectl".formatted(node)));
        findings.add(tools(node, checkup));
        disk(node, checkup);
    }

    private SiteFinding closed(String node) {
        String why = Objects.requireNonNullElse(examined.closed().get(node), "it was not asked");
        int next = why.indexOf(SiteSight.NEXT);
        return next < 0
                ? SiteFinding.bad(node, "door", why, byHand(node))
                : SiteFinding.bad(node, "door", why.substring(0, next), why.substring(next + SiteSight.NEXT.length()));
    }

    private String byHand(String node) {
        return "ssh".equals(examined.door())
                ? "ssh %s true".formatted(node)
                : "kubectl get pods -n %s -o wide".formatted(Permission.AGENT);
    }

    static SiteFinding tools(String node, NodeCheckup checkup) {
        if (checkup.lacks().isEmpty()) {
            return SiteFinding.good(node, "tools", String.join(", ", NodeCheckup.TOOLS.keySet()));
        }
        String packages = checkup.lacks().stream()
                .map(tool -> Objects.requireNonNull(NodeCheckup.TOOLS.get(tool)))
                .distinct()
                .collect(Collectors.joining(" "));
        return SiteFinding.bad(
                node,
                "tools",
                "it lacks " + String.join(", ", checkup.lacks()),
                "on %s: apt install %s (or as its system has it)".formatted(node, packages));
    }

    private void disk(String node, NodeCheckup checkup) {
        Long free = checkup.freeBytes();
        Long size = checkup.sizeBytes();
        if (free == null || size == null || size == 0) {
            findings.add(SiteFinding.bad(
                    node, "disk", "it has no server/db folder", "muster status, to see where its objects lie"));
            return;
        }
        String words = "%d GiB of %d GiB free where etcd lies".formatted(free / GIBIBYTE, size / GIBIBYTE);
        findings.add(
                free * PERCENT / size >= FREE_PERCENT
                        ? SiteFinding.good(node, "disk", words)
                        : SiteFinding.bad(
                                node,
                                "disk",
                                words + ", less than %d %%".formatted(FREE_PERCENT),
                                "on %s: make room, before pods are evicted for it".formatted(node)));
    }
}
