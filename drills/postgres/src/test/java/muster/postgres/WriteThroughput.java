package muster.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import muster.engine.cluster.Call;
import muster.engine.cluster.Client;
import muster.engine.history.HistoryLog;
import muster.engine.history.Member;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.postgres.connection.PostgresAccess;

/**
 * Prints how many writes a second the store's clients make with full history, and how many pgbench makes with the same statement, in
 * turn on one server. A benchmark, not a test. Arguments: clients, seconds, rounds.
 */
final class WriteThroughput {

    private static final int KEYS = 1_024;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private WriteThroughput() {}

    public static void main(String[] arguments) throws Exception {
        int clients = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        Path folder = Files.createTempDirectory("muster throughput ");
        try (PostgresServers servers = PostgresServers.start(1);
                PostgresStore store = new PostgresStore(servers.members(), PostgresAccess.lab())) {
            Member member = servers.member("p1");
            System.out.printf("%d clients, %d s a round, writes a second: ours, pgbench's, ratio%n", clients, seconds);
            for (int round = 1; round <= rounds; round++) {
                store.prepare("ours" + round, LIMIT);
                Path file = folder.resolve("history-" + round + ".jsonl");
                double ours;
                try (HistoryLog history = HistoryLog.create(file)) {
                    ours = ours(store, member, "ours" + round, history, clients, seconds);
                }
                Files.delete(file);
                store.remove("ours" + round, LIMIT);
                store.prepare("theirs" + round, LIMIT);
                double theirs = theirs(member, "theirs" + round, folder, clients, seconds);
                store.remove("theirs" + round, LIMIT);
                System.out.printf("round %d: %,.0f  %,.0f  %.2f%n", round, ours, theirs, ours / theirs);
            }
        }
        Files.delete(folder);
    }

    private static double ours(
            PostgresStore store, Member member, String run, HistoryLog history, int clients, int seconds)
            throws Exception {
        long begin = System.nanoTime();
        long until = begin + TimeUnit.SECONDS.toNanos(seconds);
        long writes = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                counts.add(threads.submit(() -> {
                    try (Client client = store.open(run, member)) {
                        return loop(client, number, clients, history, begin, until);
                    }
                }));
            }
            for (Future<Long> count : counts) {
                writes += count.get();
            }
        }
        return writes * 1e9 / (System.nanoTime() - begin);
    }

    private static long loop(Client client, int number, int clients, HistoryLog history, long begin, long until)
            throws Exception {
        long done = 0;
        for (long id = number; System.nanoTime() < until; id += clients) {
            long now = System.nanoTime() - begin;
            String key = "k" + id * 31 % KEYS;
            Op op = new Op(
                    id,
                    number,
                    number,
                    Op.Kind.WRITE,
                    key,
                    "v" + id,
                    null,
                    "p1",
                    now,
                    now,
                    Long.MAX_VALUE,
                    new Outcome.Unknown("under way"),
                    null);
            history.sending(op);
            Outcome outcome = client.send(new Call(id, Op.Kind.WRITE, key, "v" + id, null))
                    .get();
            history.done(op.ended(System.nanoTime() - begin, outcome));
            if (!outcome.acknowledged()) {
                throw new IllegalStateException(outcome.toString());
            }
            done++;
        }
        return done;
    }

    private static double theirs(Member member, String run, Path folder, int clients, int seconds)
            throws IOException, InterruptedException {
        Path script = folder.resolve("write.sql");
        Files.writeString(script, """
                \\set turn :turn + 1
                \\set op :turn * 1000 + :client_id
                \\set key :op * 31 %% %d
                %s;
                """.formatted(KEYS, named(new RunStatements(RunSchema.of(run)).write())));
        Process process = new ProcessBuilder(
                        PostgresServers.programs().resolve("pgbench").toString(),
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + clients,
                        "--jobs=2",
                        "--time=" + seconds,
                        "--define=turn=0",
                        "--file=" + script,
                        "--host=127.0.0.1",
                        "--port=" + member.client().getPort(),
                        "--username=muster",
                        "muster")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(output);
        if (process.waitFor() != 0 || !rate.find()) {
            throw new IllegalStateException(output);
        }
        Files.delete(script);
        return Double.parseDouble(rate.group(1));
    }

    /** The statement with pgbench's variables: the value is the write's id, as it is for ours but for a letter. */
    private static String named(RunStatements.Statement statement) {
        Iterator<Integer> parameters = statement.parameters().iterator();
        return Pattern.compile("\\?").matcher(statement.sql()).replaceAll(mark -> switch (parameters.next()) {
            case 1 -> ":key";
            case 2 -> ":op";
            case 3 -> ":op";
            default -> throw new IllegalStateException("no such parameter of a write");
        });
    }
}
