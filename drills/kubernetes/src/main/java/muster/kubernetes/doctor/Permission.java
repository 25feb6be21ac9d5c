package muster.kubernetes.doctor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that an API server must allow, and the manifests in {@code k8s-manifests} grant.
 *
 * @param verb as Kubernetes has it
 * @param group the API group; empty for the core
 * @param resource with its subresource: {@code pods/exec}
 * @param namespace null for what has none
 */
public record Permission(
        String verb,
        String group,
        String resource,
        @Nullable String namespace) {

    /** Where the pods of drills run. */
    public static final String WORKLOAD = "muster";

    /** Where the node agent runs. */
    public static final String AGENT = "muster-agent";

    /** For commands that only look: what {@code muster-look} may. */
    public static final List<Permission> LOOK = look();

    /** For drills, besides: what {@code muster-drill} may. */
    public static final List<Permission> DRILL = drill();

    /** For whoever enters nodes by the agent: comes with its manifest. */
    public static final List<Permission> ENTER = List.of(
            new Permission("list", "", "pods", AGENT),
            new Permission("get", "", "pods/exec", AGENT),
            new Permission("create", "", "pods/exec", AGENT),
            new Permission("get", "", "pods/portforward", AGENT),
            new Permission("create", "", "pods/portforward", AGENT));

    /** For whoever looks at PostgreSQL in pods, in whichever namespace: comes with {@code k8s-manifests/look-pods}. */
    public static final List<Permission> PODS = List.of(
            new Permission("list", "", "pods", null),
            new Permission("get", "apps", "statefulsets", null),
            new Permission("get", "", "configmaps", null),
            new Permission("get", "", "endpoints", null),
            new Permission("get", "postgresql.cnpg.io", "clusters", null),
            new Permission("list", "postgresql.cnpg.io", "clusters", null),
            new Permission("get", "", "pods/portforward", null),
            new Permission("create", "", "pods/portforward", null));

    /** For whoever orders a switchover of CloudNativePG: comes with {@code k8s-manifests/cnpg-switchover}, namespace by namespace. */
    public static final List<Permission> SWITCHOVER =
            List.of(new Permission("patch", "postgresql.cnpg.io", "clusters/status", null));

    private static List<Permission> look() {
        List<Permission> all = new ArrayList<>();
        for (String verb : List.of("get", "list", "watch")) {
            all.add(new Permission(verb, "", "nodes", null));
        }
        for (String verb : List.of("get", "list")) {
            all.add(new Permission(verb, "coordination.k8s.io", "leases", "kube-system"));
            all.add(new Permission(verb, "coordination.k8s.io", "leases", "kube-node-lease"));
            all.add(new Permission(verb, "", "pods", WORKLOAD));
            all.add(new Permission(verb, "", "events", WORKLOAD));
            all.add(new Permission(verb, "", "configmaps", WORKLOAD));
        }
        all.add(new Permission("get", "", "namespaces", WORKLOAD));
        return List.copyOf(all);
    }

    private static List<Permission> drill() {
        List<Permission> all = new ArrayList<>();
        for (String resource : List.of("pods", "configmaps", "services")) {
            for (String verb : List.of("create", "update", "patch", "delete", "deletecollection", "watch")) {
                all.add(new Permission(verb, "", resource, WORKLOAD));
            }
        }
        for (String verb : List.of("get", "list", "create", "deletecollection")) {
            all.add(new Permission(verb, "apps", "replicasets", WORKLOAD));
        }
        return List.copyOf(all);
    }

    /** What grants {@link #SWITCHOVER} in a namespace. */
    public static String grantSwitchover(String namespace) {
        return "kubectl apply -k k8s-manifests/cnpg-switchover && kubectl create rolebinding muster-cnpg-switchover -n %s --clusterrole muster-cnpg-switchover --serviceaccount muster:muster-drill, and act as muster-drill"
                .formatted(namespace);
    }

    /** What it is about, without the verb: {@code nodes}, {@code pods/exec in muster-agent}. */
    public String what() {
        return namespace == null ? resource : "%s in %s".formatted(resource, namespace);
    }
}
