package muster.postgres.reconcile;

import java.nio.file.Path;
import java.util.List;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.postgres.connection.PostgresAccess;

/** What a server had that came back to another one before anybody salvaged it: read from a copy that was kept of its data. */
public final class LeftBehind {

    private final SplitBrain cluster;

    /**
     * @param servers of the cluster
     * @param access as whom they are asked: a superuser of theirs
     */
    public LeftBehind(List<Member> servers, PostgresAccess access) {
        this.cluster = new SplitBrain(servers, access);
    }

    /**
     * Salvages every row that the copy has and the primary threw away or never had.
     *
     * @param copy a server that runs on it and takes no writes
     * @param told who was told what
     * @param folder which this makes anew; it is not there afterwards if there is no such row
     * @throws OperatorException if the disk does not take it, or the two servers are no branches of one cluster
     * @throws ClusterException if a server fails while it is read, or not exactly one is a primary
     */
    public SalvageReport salvage(Member copy, Told told, Path folder) throws InterruptedException {
        Pair.Party primary = cluster.primary();
        try (Survey survey = Survey.open(SplitBrain.pair(cluster.party(copy), primary))) {
            SalvageReport report = Salvage.write(survey, primary.name(), told, folder);
            if (report.rows() == 0) {
                Salvage.discard(folder);
            }
            return report;
        }
    }
}
