package muster.cli.command;

import muster.engine.run.Status;
import muster.postgres.status.PostgresStatus;
import org.jspecify.annotations.Nullable;

/**
 * What {@code muster status} prints as data: each store that was looked at.
 *
 * @param etcd null if there is none
 * @param postgres null if there is none
 */
record BothStores(@Nullable Status etcd, @Nullable PostgresStatus postgres) {

    /** The worse of the two exit codes: 0 healthy, 1 degraded or worse, 3 if no member of one of them answers. */
    int exit() {
        return Math.max(etcd == null ? 0 : etcd.exit(), postgres == null ? 0 : postgres.exit());
    }
}
