package muster.postgres.wal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What was done on one server's branch past the fork. Transaction identifiers alone do not tell it: both branches use the same ones again,
 * and a transaction that was open at the fork has an older one. The commit records behind the fork do.
 */
public final class Branch {

    private record Written(long xid, Origin origin) {}

    private final Map<Long, Commit> commits = new HashMap<>();
    private final Map<Tuple, Written> written = new HashMap<>();
    private final Map<Tuple, Set<Long>> deleted = new HashMap<>();
    private int transactions;
    private long end;

    Branch() {}

    /** How many transactions that had an identifier were committed. */
    public int transactions() {
        return transactions;
    }

    /** The LSN up to which the log was read. */
    public long end() {
        return end;
    }

    /**
     * The commit past the fork that made a row version visible; empty if it was visible at the fork.
     *
     * @param xmin the version's {@code xmin}; freezing does not change it (PostgreSQL 9.4 and later)
     */
    public Optional<Commit> commit(long xmin) {
        return Optional.ofNullable(commits.get(xmin));
    }

    /** True if a transaction was committed at or behind an LSN. */
    public boolean committedSince(long lsn) {
        return commits.values().stream().anyMatch(commit -> Long.compareUnsigned(commit.lsn(), lsn) >= 0);
    }

    /**
     * Where a row version that was written past the fork came from.
     *
     * @param tuple its place
     * @param xmin its {@code xmin}
     */
    public Origin origin(Tuple tuple, long xmin) {
        Written version = written.get(tuple);
        return version == null || version.xid() != xmin ? new Origin.Unknown() : version.origin();
    }

    /** The commit past the fork that deleted the row whose version at the fork stood there; empty if none did. */
    public Optional<Commit> deletion(Tuple base) {
        return deleted.getOrDefault(base, Set.of()).stream()
                .map(commits::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    void committed(long xid, Commit commit) {
        commits.put(xid, commit);
    }

    void countTransaction() {
        transactions++;
    }

    void readTo(long lsn) {
        end = lsn;
    }

    void inserted(Tuple tuple, long xid) {
        written.put(tuple, new Written(xid, new Origin.Inserted()));
    }

    void updated(Tuple from, Tuple to, long xid) {
        written.put(to, new Written(xid, originOf(from)));
    }

    void deleted(Tuple tuple, long xid) {
        if (originOf(tuple) instanceof Origin.Stood stood) {
            deleted.computeIfAbsent(stood.base(), _ -> new HashSet<>()).add(xid);
        }
    }

    private Origin originOf(Tuple tuple) {
        Written version = written.get(tuple);
        return version == null ? new Origin.Stood(tuple) : version.origin();
    }
}
