package muster.kubernetes.postgres;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pods of one PostgreSQL cluster, and what their keeper says.
 *
 * @param namespace where they are
 * @param name the cluster as its keeper calls it
 * @param keeper who keeps them
 * @param pods by name
 * @param primary the pod that the keeper names as the primary; null if it names none, or there is no such keeper
 * @param words what the keeper says besides, one sentence each
 * @param findings what is not as it should be by the keeper's own words
 * @param unseen what could not be read, and what to type
 * @param login whose password opens every server, and where it stands; null if that is not known
 */
public record PostgresGroup(
        String namespace,
        String name,
        Keeper keeper,
        List<PostgresPod> pods,
        @Nullable String primary,
        List<String> words,
        List<String> findings,
        List<String> unseen,
        @Nullable Login login) {

    /** Copies the lists. */
    public PostgresGroup {
        pods = List.copyOf(pods);
        words = List.copyOf(words);
        findings = List.copyOf(findings);
        unseen = List.copyOf(unseen);
    }

    /** The host name by which standbys reach whichever pod is the primary; empty if they name the pod itself. */
    public String service() {
        return keeper.kind() == Keeper.Kind.CLOUD_NATIVE_PG ? name + "-rw" : "";
    }

    /** {@code NAMESPACE/NAME}. */
    public String title() {
        return namespace + "/" + name;
    }
}
