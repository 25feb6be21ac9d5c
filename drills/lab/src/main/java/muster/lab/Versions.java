package muster.lab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the servers of a lab are.
 *
 * @param etcd such as {@code 3.4.23}; null without etcd
 * @param postgres such as {@code 15.18}; null without PostgreSQL
 */
record Versions(@Nullable String etcd, @Nullable String postgres) {

    /** Asks the programs that a lab of a shape will run. */
    static Versions of(Shape shape) throws InterruptedException {
        return new Versions(
                shape.etcd() > 0 ? EtcdVersion.of(Program.ETCD.require()) : null,
                shape.postgres() > 0 ? PostgresFolder.require().version() : null);
    }

    /** What is awaited while the lab comes up. */
    String awaited(Shape shape) {
        List<String> parts = new ArrayList<>();
        if (etcd != null) {
            parts.add("%d members of etcd %s to elect a leader".formatted(shape.etcd(), etcd));
        }
        if (postgres != null) {
            parts.add("%d servers of PostgreSQL %s to stream".formatted(shape.postgres(), postgres));
        }
        return String.join(", and ", parts);
    }
}
