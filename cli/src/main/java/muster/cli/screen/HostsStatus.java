package muster.cli.screen;

import java.util.List;
import muster.engine.run.Status;
import muster.postgres.status.PostgresStatus;
import org.jspecify.annotations.Nullable;

/**
 * The state of a site of plain hosts.
 *
 * @param site its name
 * @param units what systemd says on each host; empty if nobody is let in
 * @param etcd what its members say, each by itself; null if there are none
 * @param postgres what its servers say, each by itself; null if there are none, or none could be asked
 * @param fates where the leader or the primary stands beside something else, in words
 * @param findings what is not as it should be, beside what the stores' own say
 * @param unseen what could not be seen, and why
 * @param next what to type next; empty when all is well
 */
public record HostsStatus(
        String site,
        List<UnitRow> units,
        @Nullable Status etcd,
        @Nullable PostgresStatus postgres,
        List<String> fates,
        List<String> findings,
        List<String> unseen,
        List<String> next) {

    /** Copies the lists. */
    public HostsStatus {
        units = List.copyOf(units);
        fates = List.copyOf(fates);
        findings = List.copyOf(findings);
        unseen = List.copyOf(unseen);
        next = List.copyOf(next);
    }

    /**
     * One unit on one host.
     *
     * @param host as ssh calls it
     * @param unit without {@code .service}
     * @param state systemd's word of it
     * @param pid its main process; null if it has none
     * @param restarts how often systemd restarted it by itself
     */
    public record UnitRow(
            String host,
            String unit,
            String state,
            @Nullable Long pid,
            long restarts) {}

    /** 0 healthy, 1 degraded or worse, 2 if something could not be seen and the rest is well, 3 if nothing answers. */
    public int exit() {
        int stores = Math.max(etcd == null ? 0 : etcd.exit(), postgres == null ? 0 : postgres.exit());
        if (stores != 0) {
            return stores;
        }
        if (!findings.isEmpty()) {
            return 1;
        }
        return unseen.isEmpty() ? 0 : 2;
    }
}
