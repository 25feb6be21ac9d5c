package muster.cli.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import muster.engine.history.OperatorException;
import muster.engine.run.Inspector;
import muster.engine.run.Status;
import muster.postgres.status.PostgresInspector;
import muster.postgres.status.PostgresStatus;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what there is to look at, both stores at the same time.
 *
 * @param etcd null if there is none
 * @param postgres null if there is none
 * @param opened what is closed afterwards
 */
record StoreLook(@Nullable Inspector etcd, @Nullable PostgresInspector postgres, List<AutoCloseable> opened)
        implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(1);

    BothStores look() throws InterruptedException {
        if (etcd == null || postgres == null) {
            return new BothStores(
                    etcd == null ? null : etcd.look(DEADLINE), postgres == null ? null : postgres.look(DEADLINE));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PostgresStatus> beside = threads.submit(() -> postgres.look(DEADLINE));
            Status here = etcd.look(DEADLINE);
            return new BothStores(here, beside.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperatorException operator) {
                throw operator;
            }
            throw new IllegalStateException("looking must not fail", e.getCause());
        }
    }

    @Override
    public void close() {
        for (AutoCloseable each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("a store cannot be closed", e);
            }
        }
    }
}
