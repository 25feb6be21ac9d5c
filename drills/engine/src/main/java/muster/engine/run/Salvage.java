package muster.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import muster.engine.cluster.Remains;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * Reads, in the copies that nodes kept of data that was taken away during a run, the writes of the run that stand there and nowhere else,
 * and exports them with the client that was told of each.
 */
final class Salvage {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** The line before what one copy answers. */
    private static final String COPY = "kept ";

    /** As nodes name their copies. */
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Site site;
    private final Remains remains;
    private final RunFolder folder;

    Salvage(Site site, Remains remains, RunFolder folder) {
        this.site = site;
        this.remains = remains;
        this.folder = folder;
    }

    /**
     * Collects what was left behind on every member.
     *
     * @param standing what stands in the store
     * @return an event for each member that kept something of its own
     * @throws ClusterException if a copy that was kept cannot be read: nothing may be called lost then
     * @throws InterruptedException if this thread is interrupted
     */
    List<Event.Salvaged> collect(Instant since, List<Found> standing) throws IOException, InterruptedException {
        Map<Long, String> values = new HashMap<>();
        standing.forEach(found -> values.put(found.op(), found.value()));
        List<Event.Salvaged> salvaged = new ArrayList<>();
        for (Member member : site.members()) {
            Optional<String> script = site.remains(member, STAMP.format(since), remains.question());
            if (script.isEmpty()) {
                continue;
            }
            List<Found> alone = read(member, script.get()).stream()
                    .filter(found -> !found.value().equals(values.get(found.op())))
                    .toList();
            if (!alone.isEmpty()) {
                salvaged.add(new Event.Salvaged(
                        member.name(),
                        alone,
                        export(member, alone).getFileName().toString()));
            }
        }
        return salvaged;
    }

    private List<Found> read(Member member, String script) throws InterruptedException {
        Shell.Result result = site.shell(member.node()).run(script, LIMIT);
        if (!result.ok()) {
            throw new ClusterException("what %s kept cannot be read: %s".formatted(member.name(), result.words()));
        }
        Map<Long, Found> found = new LinkedHashMap<>();
        result.out()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(COPY))
                .map(remains.reader())
                .forEach(write -> found.putIfAbsent(write.op(), write));
        return List.copyOf(found.values());
    }

    private Path export(Member member, List<Found> alone) throws IOException {
        Evidence evidence = folder.evidence();
        Map<Long, Op> ops = evidence.ops().stream().collect(Collectors.toMap(Op::id, op -> op));
        Instant zero = evidence.journal()
                .getFirst()
                .wall()
                .minusNanos(evidence.journal().getFirst().atNanos());
        List<String> lines = new ArrayList<>(List.of("write,key,value,timeline,lsn,client,endpoint,told,told_at_utc"));
        alone.forEach(found -> lines.add(line(found, ops.get(found.op()), zero)));
        Path file = folder.salvaged(member.name());
        Files.write(file, lines);
        return file;
    }

    private static String line(Found found, @Nullable Op op, Instant zero) {
        String place = "%d,%X/%X"
                .formatted(
                        found.stamp().epoch(),
                        found.stamp().position() >>> 32,
                        found.stamp().position() & 0xFFFF_FFFFL);
        if (op == null) {
            return "%d,,%s,%s,,,,".formatted(found.op(), found.value(), place);
        }
        boolean told = op.settled().acknowledged();
        return "%d,%s,%s,%s,%d,%s,%s,%s"
                .formatted(
                        found.op(),
                        op.key(),
                        found.value(),
                        place,
                        op.client(),
                        op.endpoint(),
                        told ? "committed" : "unknown",
                        told ? zero.plusNanos(op.returnNanos()) : "");
    }
}
