package muster.cli.screen;

import java.util.List;
import muster.kubernetes.postgres.PostgresPod;
import muster.postgres.status.PostgresStatus;
import org.jspecify.annotations.Nullable;

/**
 * The state of one PostgreSQL cluster in pods: by the API, by its keeper's objects, and by each server itself.
 *
 * @param namespace where its pods are
 * @param name as its keeper calls it
 * @param keeper who keeps them running
 * @param promotes true if the keeper promotes by itself
 * @param primary the pod that the keeper names as the primary; null if it names none
 * @param words what the keeper says besides
 * @param pods one for each
 * @param servers what the servers say, each by itself; null if they could not be asked
 * @param findings what is not as it should be, beside what the servers' own say
 * @param unseen what could not be seen, and what to type
 */
public record PodsStatus(
        String namespace,
        String name,
        String keeper,
        boolean promotes,
        @Nullable String primary,
        List<String> words,
        List<PostgresPod> pods,
        @Nullable PostgresStatus servers,
        List<String> findings,
        List<String> unseen) {

    /** Copies the lists. */
    public PodsStatus {
        words = List.copyOf(words);
        pods = List.copyOf(pods);
        findings = List.copyOf(findings);
        unseen = List.copyOf(unseen);
    }

    /** True if nothing that was seen is wrong. */
    public boolean well() {
        return findings.isEmpty() && (servers == null || servers.exit() == 0);
    }
}
