package muster.kubernetes.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells of itself, by commands that only read.
 *
 * @param user the id of the user as which it is entered
 * @param lacks the programs that drills need and it has not
 * @param aheadSeconds by how much its clock is ahead of ours at least; negative if behind. 0 if they may agree
 * @param freeBytes what is free where its server keeps etcd; null if that folder is not there
 * @param sizeBytes how large that file system is; null likewise
 * @param snapshot when the newest snapshot of etcd was written, by its clock; null if there is none
 */
public record NodeCheckup(
        long user,
        List<String> lacks,
        long aheadSeconds,
        @Nullable Long freeBytes,
        @Nullable Long sizeBytes,
        @Nullable Instant snapshot) {

    /** What guards and levers are made of, and where each comes from on Debian. */
    static final Map<String, String> TOOLS = new TreeMap<>(Map.of(
            "nft", "nftables",
            "systemctl", "systemd",
            "systemd-run", "systemd",
            "flock", "util-linux",
            "setsid", "util-linux",
            "timeout", "coreutils",
            "sync", "coreutils",
            "awk", "mawk",
            "sed", "sed"));

    private static final Duration DEADLINE = Duration.ofSeconds(8);
    private static final int BLOCK = 1024;

    private static final String SCRIPT = """
            echo now $(date +%s)
            echo user $(id -u)
            for tool in $tools; do
                command -v $tool >/dev/null || echo lacks $tool
            done
            folder=$data
            [ -d "$folder" ] && df -Pk "$folder" | awk 'NR == 2 { print "free " $4; print "size " $2 }'
            newest=$(stat -c %Y "$folder"/snapshots/* 2>/dev/null | sort -n | tail -n 1)
            [ -z "$newest" ] || echo snapshot $newest
            exit 0
            """;

    /** Copies the list. */
    public NodeCheckup {
        lacks = List.copyOf(lacks);
    }

    /**
     * Asks a node.
     *
     * @param data where etcd's data lie, with a folder {@code snapshots} on K3s; empty if that is not known
     * @throws ClusterException if it cannot be reached, or says something else
     * @throws muster.engine.history.OperatorException if we are not let in
     * @throws InterruptedException if this thread is interrupted
     */
    public static NodeCheckup of(String node, Shell shell, String data) throws InterruptedException {
        Instant before = Instant.now();
        Shell.Result result = shell.run(
                "tools='%s'\ndata='%s'\n".formatted(String.join(" ", TOOLS.keySet()), data) + SCRIPT, DEADLINE);
        Instant after = Instant.now();
        Map<String, Long> said = new TreeMap<>();
        List<String> lacks = new ArrayList<>();
        for (String line : result.out().lines().toList()) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("lacks")) {
                lacks.add(words[1]);
            } else if (words.length == 2 && words[1].matches("\\d{1,18}")) {
                said.put(words[0], Long.valueOf(words[1]));
            }
        }
        Long now = said.get("now");
        Long user = said.get("user");
        if (now == null || user == null) {
            throw new ClusterException("%s: it does not tell its clock: %s".formatted(node, result.words()));
        }
        Long free = said.get("free");
        Long size = said.get("size");
        Long snapshot = said.get("snapshot");
        return new NodeCheckup(
                user,
                lacks,
                ahead(now, before.getEpochSecond(), after.getEpochSecond()),
                free == null ? null : Long.valueOf(free * BLOCK),
                size == null ? null : Long.valueOf(size * BLOCK),
                snapshot == null ? null : Instant.ofEpochSecond(snapshot));
    }

    /** How old the newest snapshot is by the node's own clock; empty if there is none. */
    Optional<Duration> age(Instant now) {
        return snapshot == null
                ? Optional.empty()
                : Optional.of(Duration.between(snapshot, now.plusSeconds(aheadSeconds)));
    }

    private static long ahead(long theirs, long before, long after) {
        if (theirs > after) {
            return theirs - after;
        }
        return theirs < before ? theirs - before : 0;
    }
}
