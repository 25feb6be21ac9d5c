package muster.postgres.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import muster.engine.check.LostWrites;
import muster.engine.check.Verdict;
import muster.engine.check.WriteAccounts;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.EvidenceBuilder;
import muster.engine.history.Found;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.postgres.PostgresStore;
import muster.postgres.connection.PostgresAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that tells the operating system to keep nothing safe must be caught when the power goes, and one that does must not. */
class PowerCutTest {

    private static final String RUN = "power";
    private static final int WRITES = 200;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void withoutFsyncAcknowledgedWritesAreLostAndNamedAndWithItNoneIs() throws Exception {
        Optional<String> lacking = PoweredDisk.lacking(folder);
        if (lacking.isPresent()) {
            System.err.println("undecided: untestable here: a power cut: " + lacking.get());
            return;
        }
        Evidence careless = cut("fsync = off");
        Evidence careful = cut("fsync = on");

        assertThat(WriteAccounts.of(careful).acknowledged()).hasSize(WRITES);
        assertThat(WriteAccounts.of(careful).missing()).isEmpty();
        assertThat(new LostWrites(0).judge(careful)).isInstanceOf(Verdict.Holds.class);

        TreeSet<Long> absent = WriteAccounts.of(careless).acknowledged().stream()
                .map(Op::id)
                .collect(Collectors.toCollection(TreeSet::new));
        careless.found().forEach(write -> absent.remove(write.op()));
        assertThat(absent).isNotEmpty();
        assertThat(WriteAccounts.of(careless).lost()).extracting(Op::id).containsExactlyElementsOf(absent);
        assertThat(new LostWrites(0).judge(careless))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.witness())
                                .anyMatch(line -> line.contains("write %d ".formatted(absent.first()))));
        System.err.printf(
                "power cut: without fsync %d of %d acknowledged writes were lost, with it %d of %d%n",
                absent.size(), WRITES, WriteAccounts.of(careful).lost().size(), WRITES);
    }

    private Evidence cut(String setting) throws Exception {
        try (PoweredDisk disk = PoweredDisk.make(Files.createDirectory(folder.resolve(setting)))) {
            TestServer server =
                    new TestServer("p1", Files.createDirectory(disk.mounted().resolve("p1")));
            TestPair.copy(TestPair.template(), server.data());
            server.configure(List.of(setting, "checkpoint_timeout = '1h'", "wal_keep_size = 0"));
            server.start();
            EvidenceBuilder evidence = EvidenceBuilder.members(1);
            try (PostgresStore store = new PostgresStore(List.of(server.member()), PostgresAccess.lab())) {
                store.prepare(RUN, LIMIT);
                server.sql("CHECKPOINT");
                disk.sync();
                load(store, server, evidence);
                disk.cutPower(server);
                server.start();
                List<Found> found = store.readBack(RUN, LIMIT);
                found.forEach(evidence::found);
                return evidence.event(10_000, new Event.ReadBack(found.size(), "after the power cut"))
                        .ended(10_001)
                        .build();
            } finally {
                server.stop("immediate");
            }
        }
    }

    private static void load(PostgresStore store, TestServer server, EvidenceBuilder evidence) throws Exception {
        try (Client client = store.open(RUN, server.member())) {
            for (long id = 0; id < WRITES; id++) {
                String key = "k" + id % 4;
                String value = "v" + id;
                Outcome outcome = client.send(new Call(id, Op.Kind.WRITE, key, value, null))
                        .get(10, TimeUnit.SECONDS);
                assertThat(outcome).isInstanceOf(Outcome.Acked.class);
                long at = id * 1_000_000;
                evidence.op(
                        new Op(id, 0, 0, Op.Kind.WRITE, key, value, null, "p1", at, at, at + 500_000, outcome, null));
            }
        }
    }
}
