package muster.kubernetes.pods;

import java.util.List;
import java.util.stream.Collectors;
import muster.engine.history.OperatorException;
import muster.engine.history.Sighting;
import muster.engine.history.View;

/** Whether servers are such that a drill may begin: one primary, and everybody else its standby, with room on every volume. */
public final class PodFitness {

    /** A whole copy is kept of what is rewound, and another one is made of that to be read. */
    private static final int COPIES = 2;

    /** What the log and its like may grow by meanwhile. */
    private static final long ROOM_BYTES = 256L << 20;

    private static final long MEBIBYTE = 1L << 20;

    private PodFitness() {}

    /**
     * Refuses servers that are in trouble before anything is done to them.
     *
     * @param view what each of them said
     * @param site the site's name, for what to type next
     * @throws OperatorException with the first thing that is wrong
     */
    public static void demand(View view, String site) {
        for (Sighting sighting : view.sightings()) {
            if (!(sighting.said() instanceof Sighting.Server)) {
                throw new OperatorException(
                        "%s does not answer as PostgreSQL: %s".formatted(sighting.member(), words(sighting.said())),
                        "kubectl logs -n NAMESPACE " + sighting.member());
            }
        }
        List<Sighting> primaries = view.sightings().stream()
                .filter(sighting -> server(sighting).role() == Sighting.Role.LEADER)
                .toList();
        String names = primaries.stream().map(Sighting::member).collect(Collectors.joining(" and "));
        if (primaries.size() > 1) {
            throw new OperatorException(
                    "%s both say that they are the primary: a split brain is recovered, and not drilled"
                            .formatted(names),
                    "muster reconcile --site " + site);
        }
        if (primaries.isEmpty()) {
            throw new OperatorException(
                    "no server is the primary: every one of them is in recovery",
                    "promote the one that got farthest: SELECT pg_promote()");
        }
        view.sightings().forEach(sighting -> demandAttached(sighting, primaries.getFirst()));
    }

    private static void demandAttached(Sighting standby, Sighting primary) {
        Sighting.Server own = server(standby);
        Sighting.Server its = server(primary);
        if (!own.id().equals(its.id())) {
            throw new OperatorException(
                    "%s is of another cluster than %s: their system identifiers are %s and %s"
                            .formatted(standby.member(), primary.member(), own.id(), its.id()),
                    "make its data anew: delete its claim and its pod");
        }
        if (own.role() == Sighting.Role.LEADER) {
            return;
        }
        if (own.role() == Sighting.Role.NO_LEADER) {
            throw new OperatorException(
                    "%s is a standby that is attached to nobody: with %s gone there would be nothing to promote"
                            .formatted(standby.member(), primary.member()),
                    "see why it does not stream: kubectl logs -n NAMESPACE " + standby.member());
        }
        if (own.term() != its.term()) {
            throw new OperatorException(
                    "%s is on timeline %d, and its primary %s on %d"
                            .formatted(standby.member(), own.term(), primary.member(), its.term()),
                    "see why it does not follow: kubectl logs -n NAMESPACE " + standby.member());
        }
    }

    /**
     * Refuses a volume that would be full before the drill is over.
     *
     * @param server whose
     * @param survey what its own script told of it: {@code used_bytes} and {@code free_bytes}, a line each
     * @throws OperatorException if there is too little room, or it cannot be told
     */
    public static void demandRoom(String server, String survey) {
        long used = value(server, survey, "used_bytes");
        long free = value(server, survey, "free_bytes");
        long wanted = COPIES * used + ROOM_BYTES;
        if (free < wanted) {
            throw new OperatorException(
                    "%s: its volume has %d MiB free, and copies of its %d MiB of data may need %d MiB"
                            .formatted(server, free / MEBIBYTE, used / MEBIBYTE, wanted / MEBIBYTE),
                    "give it a bigger claim, or delete copies in /data/kept-* that nobody needs");
        }
    }

    private static long value(String server, String survey, String name) {
        return survey.lines()
                .filter(line -> line.matches(name + "=\\d+"))
                .map(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new OperatorException(
                        "%s: its volume cannot be measured: no %s in \"%s\"".formatted(server, name, survey.strip()),
                        PodSearch.INSTALL));
    }

    private static Sighting.Server server(Sighting sighting) {
        return (Sighting.Server) sighting.said();
    }

    private static String words(Sighting.Said said) {
        return switch (said) {
            case Sighting.Mute mute -> mute.why();
            case Sighting.Closed closed -> closed.why();
            case Sighting.Garbled garbled -> garbled.why();
            case Sighting.Standing _ -> "it speaks etcd";
            case Sighting.Server _ -> "it answers";
        };
    }
}
