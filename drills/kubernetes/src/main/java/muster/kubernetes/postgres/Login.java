package muster.kubernetes.postgres;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the password of a role stands that may look at all servers of a cluster, by names alone.
 *
 * @param user the role
 * @param secret a Secret of the pods' namespace
 * @param key the password's in it
 */
public record Login(String user, String secret, String key) {

    /** The variables of a superuser's name and password, as Patroni documents them, and as Spilo does. */
    private static final List<List<String>> SUPERUSERS = List.of(
            List.of("PATRONI_SUPERUSER_USERNAME", "PATRONI_SUPERUSER_PASSWORD"),
            List.of("PGUSER_SUPERUSER", "PGPASSWORD_SUPERUSER"));

    private static final String USUAL = "postgres";

    /** The superuser's of a pod of Patroni's, if its password comes from a Secret. */
    static Optional<Login> superuser(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> SUPERUSERS.stream()
                        .flatMap(names -> superuser(container, names.getFirst(), names.getLast()).stream()))
                .findFirst();
    }

    private static Optional<Login> superuser(Container container, String user, String password) {
        return variable(container, password)
                .map(EnvVar::getValueFrom)
                .map(from -> from.getSecretKeyRef())
                .map((SecretKeySelector key) -> new Login(
                        variable(container, user).map(EnvVar::getValue).orElse(USUAL), key.getName(), key.getKey()));
    }

    private static Optional<EnvVar> variable(Container container, String name) {
        return container.getEnv().stream()
                .filter(each -> Objects.equals(each.getName(), name))
                .findFirst();
    }

    /** What gives it to a command. */
    public String environment(String namespace) {
        return "PGUSER=%s PGPASSWORD=$(kubectl get secret -n %s %s -o jsonpath={.data.%s} | base64 -d)"
                .formatted(user, namespace, secret, key.replace(".", "\\."));
    }
}
