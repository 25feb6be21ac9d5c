package muster.postgres.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import muster.engine.history.ClusterException;

/** What is done to one server of a pair, by PostgreSQL's own programs. */
final class PairNode implements Node {

    private final TestServer loser;
    private final TestServer winner;

    PairNode(TestServer loser, TestServer winner) {
        this.loser = loser;
        this.winner = winner;
    }

    static Nodes of(TestPair pair) {
        return (loser, winner) -> new PairNode(pair.server(loser), pair.server(winner));
    }

    @Override
    public String reach() {
        Programs.Ended ended = Programs.attempt(
                "psql", "-XAtqw", "-d", winner.conninfo("muster") + " dbname=postgres", "-c", "SELECT 1");
        if (ended.exit() != 0) {
            throw new ClusterException(ended.err());
        }
        return winner.name() + " answers";
    }

    @Override
    public String stop() {
        loser.stop("fast");
        return loser.name() + " is stopped";
    }

    @Override
    public String keep(String name) {
        Path kept = loser.folder().resolve(name);
        if (!Files.exists(kept)) {
            Path part = loser.folder().resolve(name + ".part");
            TestPair.delete(part);
            TestPair.copy(loser.data(), part);
            try {
                Files.move(part, kept);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return kept.toString();
    }

    @Override
    public String hold() {
        loser.stop("fast");
        try {
            Files.write(loser.data().resolve("standby.signal"), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loser.start("-c", "primary_conninfo=", "-c", "primary_slot_name=");
        return loser.name() + " answers and takes no write";
    }

    @Override
    public Attempt rewind(boolean dryRun) {
        Programs.Ended ended = Programs.attempt(
                "pg_rewind",
                "--target-pgdata=" + loser.data(),
                "--config-file=" + loser.configuration(),
                "--source-server=" + winner.conninfo("muster") + " dbname=postgres",
                dryRun ? "--dry-run" : "--progress");
        return new Attempt(ended.exit() == 0, ended.err().strip().replace('\n', ' '));
    }

    @Override
    public String reseed() {
        Path fresh = loser.folder().resolve("data.new");
        TestPair.delete(fresh);
        Programs.Ended ended = Programs.attempt(
                "pg_basebackup", "--pgdata=" + fresh, "--checkpoint=fast", "--dbname=" + winner.conninfo("muster"));
        if (ended.exit() != 0) {
            throw new ClusterException(ended.err());
        }
        TestPair.delete(loser.data());
        try {
            Files.move(fresh, loser.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "pg_basebackup made it anew";
    }

    @Override
    public String follow() {
        winner.sql(
                "SELECT pg_create_physical_replication_slot('%1$s') WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '%1$s')"
                        .formatted(loser.name()));
        loser.stop("fast");
        loser.follow(winner);
        loser.start("-c", "primary_slot_name=" + loser.name());
        TestPair.await(
                () -> loser.ask("SELECT status FROM pg_stat_wal_receiver").contains("streaming"));
        return loser.name() + " streams from " + winner.name();
    }
}
