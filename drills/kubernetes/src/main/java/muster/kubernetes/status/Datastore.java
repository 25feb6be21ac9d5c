package muster.kubernetes.status;

import java.util.Collection;
import java.util.Locale;
import muster.kubernetes.NodeFacts;
import org.jspecify.annotations.Nullable;

/**
 * Where the cluster keeps its objects, which decides what can be rehearsed on it.
 *
 * @param kind which
 * @param words what it is, and which drills apply and do not, with the reason
 */
public record Datastore(Kind kind, String words) {

    /** The datastores that K3s knows. */
    public enum Kind {
        /** A member in each server with the role etcd. */
        EMBEDDED_ETCD,
        /** One file on the only server, through kine. */
        SQLITE,
        EXTERNAL_POSTGRES,
        EXTERNAL_MYSQL,
        EXTERNAL_ETCD,
        /** Another one behind kine. */
        EXTERNAL,
        /** Not embedded etcd; which of the others cannot be told. */
        NOT_ETCD,
        /** Nothing was seen that tells. */
        UNKNOWN
    }

    private static final String NO_QUORUM =
            "kine stands before it and answers as a single etcd member that has no leader and no quorum: etcd drills do not apply. ";

    /**
     * What it is, by the labels of the nodes first, as K3s sets them, and by the servers' own files where labels do not tell.
     *
     * @param nodes as the API server tells them; empty if it did not
     * @param surveys what servers told by themselves
     */
    static Datastore of(Collection<NodeFacts> nodes, Collection<NodeSurvey> surveys) {
        if (nodes.stream().anyMatch(NodeFacts::etcd) || surveys.stream().anyMatch(NodeSurvey::wal)) {
            return of(Kind.EMBEDDED_ETCD);
        }
        String endpoint = surveys.stream()
                .map(NodeSurvey::endpoint)
                .filter(scheme -> scheme != null)
                .findFirst()
                .orElse(null);
        if (endpoint != null) {
            return of(external(endpoint));
        }
        if (surveys.stream().anyMatch(NodeSurvey::sqlite)) {
            return of(Kind.SQLITE);
        }
        return of(nodes.isEmpty() ? Kind.UNKNOWN : Kind.NOT_ETCD);
    }

    private static Kind external(@Nullable String scheme) {
        return switch (String.valueOf(scheme).toLowerCase(Locale.ROOT)) {
            case "postgres", "postgresql" -> Kind.EXTERNAL_POSTGRES;
            case "mysql" -> Kind.EXTERNAL_MYSQL;
            case "http", "https" -> Kind.EXTERNAL_ETCD;
            default -> Kind.EXTERNAL;
        };
    }

    private static Datastore of(Kind kind) {
        return new Datastore(
                kind,
                switch (kind) {
                    case EMBEDDED_ETCD ->
                        "embedded etcd, a member in each server: the etcd drills apply, and a server that goes takes its member along";
                    case SQLITE ->
                        "SQLite, one file on the only server: there is nothing to elect and nothing to fail over to, so etcd drills do not apply. "
                                + "What applies: stopping the server and watching the pods go on; K3s turns it into etcd by cluster-init";
                    case EXTERNAL_POSTGRES ->
                        "PostgreSQL outside the cluster. " + NO_QUORUM
                                + "What applies is its own failover: muster status --servers postgresql://HOST/DATABASE";
                    case EXTERNAL_MYSQL ->
                        "MySQL or MariaDB outside the cluster. " + NO_QUORUM + "Muster does not speak its language";
                    case EXTERNAL_ETCD ->
                        "etcd outside the cluster: the servers hold no member, so faults on them do not reach it. "
                                + "It can be looked at: muster status --endpoints https://HOST:2379";
                    case EXTERNAL -> "a database outside the cluster. " + NO_QUORUM;
                    case NOT_ETCD ->
                        "not embedded etcd, since no node has the role etcd: SQLite, or a database outside. "
                                + "Which one, a server's files tell (--ssh, --agent). Etcd drills do not apply";
                    case UNKNOWN -> "not seen: neither an API server nor a server's files could be read";
                });
    }

    /** Its name on a headline. */
    public String title() {
        return switch (kind) {
            case EMBEDDED_ETCD -> "embedded etcd";
            case SQLITE -> "SQLite";
            case EXTERNAL_POSTGRES -> "external PostgreSQL";
            case EXTERNAL_MYSQL -> "external MySQL";
            case EXTERNAL_ETCD -> "external etcd";
            case EXTERNAL -> "external datastore";
            case NOT_ETCD -> "no embedded etcd";
            case UNKNOWN -> "datastore unknown";
        };
    }
}
