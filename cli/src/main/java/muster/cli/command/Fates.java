package muster.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import muster.engine.run.Status;
import muster.postgres.status.PostgresStatus;
import org.jspecify.annotations.Nullable;

/** Which parts of two clusters go down with one node. */
final class Fates {

    private Fates() {}

    /**
     * A line for each node that holds a part of both, the worst first.
     *
     * @param etcd its members go by their nodes
     * @param postgres its servers go by what {@code node} knows
     * @param node the node of a PostgreSQL server, by the server's name
     */
    static List<String> of(@Nullable Status etcd, @Nullable PostgresStatus postgres, UnaryOperator<String> node) {
        if (etcd == null || postgres == null) {
            return List.of();
        }
        Map<String, List<String>> servers = new LinkedHashMap<>();
        for (PostgresStatus.Row row : postgres.servers()) {
            String part = row.server().equals(postgres.primary()) ? "primary" : row.answers() ? row.state() : "server";
            servers.computeIfAbsent(node.apply(row.server()), missing -> new ArrayList<>())
                    .add("%s %s".formatted(part, row.server()));
        }
        List<String> lines = new ArrayList<>();
        for (Status.Row member : etcd.members()) {
            List<String> there = servers.get(member.member());
            if (there == null) {
                continue;
            }
            boolean leader = member.member().equals(etcd.leader());
            boolean primary = there.stream().anyMatch(words -> words.startsWith("primary"));
            String line = "PostgreSQL %s and etcd %s both on %s"
                    .formatted(String.join(", ", there), leader ? "leader" : "member", member.member());
            if (leader && primary) {
                lines.addFirst(line + ": its loss is a failover of both");
            } else {
                lines.add(line);
            }
        }
        return lines;
    }
}
