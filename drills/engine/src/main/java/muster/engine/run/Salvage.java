package muster.engine.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import muster.engine.cluster.Remains;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.cluster.Store;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.RunFolder;

/**
 * Lets the store export what stands in the copies that nodes kept of data that was taken away during a run, and says which writes of the
 * run stand there and nowhere else.
 */
final class Salvage {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** As nodes name their copies. */
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Site site;
    private final Store store;
    private final RunFolder folder;
    private final Map<Long, String> standing = new HashMap<>();

    Salvage(Site site, Store store, RunFolder folder) {
        this.site = site;
        this.store = store;
        this.folder = folder;
    }

    /**
     * Collects what was left behind on every member.
     *
     * @param found what stands in the store
     * @return an event for each copy that has something of its own
     * @throws ClusterException if a copy that was kept cannot be read: nothing may be called lost then
     * @throws InterruptedException if this thread is interrupted
     */
    List<Event.Salvaged> collect(Instant since, List<Found> found) throws IOException, InterruptedException {
        found.forEach(write -> standing.put(write.op(), write.value()));
        List<Event.Salvaged> salvaged = new ArrayList<>();
        for (Member member : site.members()) {
            Optional<Remains> remains = site.remains(member);
            if (remains.isPresent()) {
                salvaged.addAll(collect(remains.get(), STAMP.format(since)));
            }
        }
        return salvaged;
    }

    private List<Event.Salvaged> collect(Remains remains, String since) throws IOException, InterruptedException {
        List<Event.Salvaged> salvaged = new ArrayList<>();
        List<String> copies = run(remains, remains.kept().apply(since))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        for (String copy : copies) {
            run(remains, remains.serve().apply(copy));
            try {
                export(remains.server(), salvaged.size() + 1).ifPresent(salvaged::add);
            } finally {
                run(remains, remains.end());
            }
        }
        return salvaged;
    }

    private Optional<Event.Salvaged> export(Member server, int turn) throws IOException, InterruptedException {
        Path place = folder.salvaged(server.name(), turn);
        Optional<Store.Salvage> export = store.salvage(folder.evidence(), server, place);
        return export.filter(some -> some.rows() > 0)
                .map(some -> new Event.Salvaged(
                        server.name(),
                        some.writes().stream()
                                .filter(write -> !write.value().equals(standing.get(write.op())))
                                .toList(),
                        place.getFileName().toString()));
    }

    private String run(Remains remains, String script) throws InterruptedException {
        Member member = remains.server();
        Shell.Result result = site.shell(member.node()).run(script, LIMIT);
        if (!result.ok()) {
            throw new ClusterException("what %s kept cannot be read: %s".formatted(member.name(), result.words()));
        }
        return result.out();
    }
}
