package muster.postgres.reconcile;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.postgres.connection.Connections;
import muster.postgres.connection.PostgresAccess;
import muster.postgres.connection.PostgresOutcomes;
import muster.postgres.wal.Ancestry;

/** Finds the two primaries of a split brain among some servers, by asking each of them. */
public final class SplitBrain {

    private static final String SHOW = "muster status";

    private final List<Member> servers;
    private final Connections connections;

    /**
     * @param servers all that may be primaries of the cluster
     * @param access as whom they are asked: a superuser of theirs
     */
    public SplitBrain(List<Member> servers, PostgresAccess access) {
        this.servers = List.copyOf(servers);
        this.connections = new Connections(access);
    }

    /**
     * What stands on each side, seen from the first of the two in the site's order. Changes nothing on either.
     *
     * @return empty if there is no split brain
     * @throws OperatorException if there is one that cannot be reconciled, with the reason
     * @throws muster.engine.history.ClusterException if a server fails while it is read
     */
    public Optional<Findings> look() throws InterruptedException {
        Optional<Pair> pair = find();
        if (pair.isEmpty()) {
            return Optional.empty();
        }
        try (Survey survey = Survey.open(pair.get())) {
            return Optional.of(survey.findings());
        }
    }

    /** In a sentence, who is a primary and who does not answer: what {@link #look} judged by. */
    public String words() {
        List<String> words = new ArrayList<>();
        for (Member server : servers) {
            try {
                Standing standing = Standing.ask(door(server));
                words.add("%s is a %s on timeline %d"
                        .formatted(
                                server.name(),
                                standing.recovering() ? "standby" : "primary",
                                standing.ancestry().timeline()));
            } catch (SQLException e) {
                words.add("%s does not answer: %s".formatted(server.name(), PostgresOutcomes.words(e)));
            }
        }
        return String.join("; ", words);
    }

    Optional<Pair> find() {
        List<Pair.Party> parties = new ArrayList<>();
        for (Member server : servers) {
            Door door = door(server);
            try {
                parties.add(new Pair.Party(door, Standing.ask(door)));
            } catch (SQLException e) {
                String state = String.valueOf(e.getSQLState());
                if (!state.startsWith("08") && !state.startsWith("57P")) {
                    throw door.explain(e);
                }
                // It is down or cut off: whoever does not answer is no primary that takes writes from us.
            }
        }
        requireOneCluster(parties);
        List<Pair.Party> primaries =
                parties.stream().filter(party -> !party.standing().recovering()).toList();
        if (primaries.size() < 2) {
            return Optional.empty();
        }
        if (primaries.size() > 2) {
            throw new OperatorException(
                    "%d servers are primaries: %s; two are reconciled at a time"
                            .formatted(primaries.size(), names(primaries)),
                    "stop all but two of them, then muster reconcile");
        }
        return Optional.of(pair(primaries.getFirst(), primaries.getLast()));
    }

    /** The one that takes writes. */
    Pair.Party primary() {
        List<Pair.Party> primaries = new ArrayList<>();
        for (Member server : servers) {
            try {
                Door door = door(server);
                Pair.Party party = new Pair.Party(door, Standing.ask(door));
                if (!party.standing().recovering()) {
                    primaries.add(party);
                }
            } catch (SQLException e) {
                // Whoever does not answer takes no writes from us; if there is no other, the words say that it was
                // asked.
            }
        }
        if (primaries.size() != 1) {
            throw new ClusterException("nothing tells which server's rows stand: " + words());
        }
        return primaries.getFirst();
    }

    Pair.Party party(Member server) {
        Door door = door(server);
        try {
            return new Pair.Party(door, Standing.ask(door));
        } catch (SQLException e) {
            throw door.explain(e);
        }
    }

    Member server(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> OperatorException.usage("no server is called " + name, SHOW));
    }

    Door door(Member server) {
        return new Door(server, connections);
    }

    static Pair pair(Pair.Party here, Pair.Party there) {
        Ancestry.Fork fork = here.standing()
                .ancestry()
                .forkFrom(there.standing().ancestry())
                .orElseThrow(() -> new OperatorException(
                        "%s and %s are both primaries on timeline %d: neither was promoted, so nothing tells where they parted"
                                .formatted(
                                        here.name(),
                                        there.name(),
                                        here.standing().ancestry().timeline()),
                        "save what you need from one of them by pg_dump, then make it anew by pg_basebackup"));
        return new Pair(here, there, fork);
    }

    private static void requireOneCluster(List<Pair.Party> parties) {
        for (Pair.Party party : parties) {
            Standing first = parties.getFirst().standing();
            Standing other = party.standing();
            if (!first.systemIdentifier().equals(other.systemIdentifier())) {
                throw new OperatorException(
                        "%s and %s are of different clusters: their system identifiers are %s and %s"
                                .formatted(
                                        first.name(), other.name(), first.systemIdentifier(), other.systemIdentifier()),
                        "name only servers of one cluster; a copy of another one can only be made anew by pg_basebackup");
            }
            if (first.major() != other.major()) {
                throw new OperatorException(
                        "%s runs PostgreSQL %d and %s runs %d: they cannot follow each other"
                                .formatted(first.name(), first.major(), other.name(), other.major()),
                        "bring both to one major version");
            }
        }
        for (Pair.Party party : parties) {
            if (!party.standing().superuser()) {
                throw new OperatorException(
                        "%s: the role is no superuser there, and only one may read WAL and all rows"
                                .formatted(party.name()),
                        "name a superuser");
            }
        }
    }

    private static String names(List<Pair.Party> parties) {
        return parties.stream().map(Pair.Party::name).collect(Collectors.joining(", "));
    }
}
