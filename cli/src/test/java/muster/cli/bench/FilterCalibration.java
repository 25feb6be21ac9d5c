package muster.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import java.util.logging.LogManager;
import muster.engine.check.Gap;
import muster.engine.check.Gaps;
import muster.engine.cluster.Store;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Workload;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Span;
import muster.engine.history.StateFolder;
import muster.engine.run.Look;
import muster.engine.run.Plan;
import muster.engine.run.Planner;
import muster.engine.run.Pulse;
import muster.engine.run.RunRequest;
import muster.engine.run.Runner;
import muster.etcd.EtcdAccess;
import muster.etcd.EtcdStore;
import muster.lab.Lab;
import muster.lab.LabSite;

/**
 * Drops every packet between the workload and the lab's members for known times, and splits the time without answers in two: while the
 * path was closed, told against the moments at which the rule was put in and taken out, and from the open path to the first
 * acknowledgement, which TCP's retransmission and our pause between two connects decide. Runs inside the lab's client namespace.
 * Arguments: how often each length is tried, and a folder for the runs.
 */
final class FilterCalibration {

    private static final Workload WORKLOAD = new Workload(9, 200, 16, 50, 0, Duration.ofSeconds(1));
    private static final List<Duration> LENGTHS =
            List.of(Duration.ofMillis(400), Duration.ofSeconds(1), Duration.ofSeconds(3));
    private static final Duration LEAD = Duration.ofMillis(1_500);
    private static final Duration TRAIL = Duration.ofMillis(3_500);

    /** A table of our own: nothing else is read or changed, and taking it out takes out all that was put in. */
    private static final String CLOSE = """
            table inet muster_calibration {
              chain in { type filter hook input priority 0; tcp sport 2379 drop; }
              chain out { type filter hook output priority 0; tcp dport 2379 drop; }
            }
            """;

    private static final String OPEN = "delete table inet muster_calibration\n";

    private final LabSite site;
    private final Store store;
    private final StateFolder state;

    private FilterCalibration(LabSite site, Store store, StateFolder state) {
        this.site = site;
        this.store = store;
        this.state = state;
    }

    /** When each rule was changed: the begin and the end of the command. */
    private record Path2379(Span closing, Span opening) {}

    /**
     * One try.
     *
     * @param path the truth
     * @param any without an answer to any linearizable call
     * @param writes without an acknowledged write
     */
    private record Sample(Path2379 path, Gap any, Gap writes) {

        /** How far the last answer lies from the interval in which the path was closed. */
        long startErrorNanos() {
            long last = any.window().fromNanos();
            return Math.max(
                    0,
                    Math.max(
                            path.closing().fromNanos() - last,
                            last - path.closing().toNanos()));
        }

        /** How long the path was closed by the workload, middle: from the last answer to the opening of the path. */
        long closedNanos() {
            return middle(path.opening()) - any.window().fromNanos();
        }

        long truthNanos() {
            return middle(path.opening()) - middle(path.closing());
        }

        long commandNanos() {
            return path.opening().widthNanos() + path.closing().widthNanos();
        }

        long firstAnswerNanos() {
            return any.window().toNanos() - middle(path.opening());
        }

        long firstWriteNanos() {
            return writes.window().toNanos() - middle(path.opening());
        }

        private static long middle(Span span) {
            return span.fromNanos() + span.widthNanos() / 2;
        }
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        int times = Integer.parseInt(arguments[0]);
        StateFolder lab = StateFolder.of(System.getenv());
        try (LabSite site = new LabSite(Lab.require(lab.lab()), LabSite.ETCD);
                Store store = new EtcdStore(site.members(), EtcdAccess.plaintext())) {
            store.instrument().forEach(line -> System.out.println("# " + line));
            System.out.println("# milliseconds, p50 / max of n");
            System.out.printf(
                    "%-7s %4s %16s %16s %16s %16s %18s %18s%n",
                    "closed",
                    "n",
                    "path closed",
                    "off the truth",
                    "off the command",
                    "the commands",
                    "open -> answer",
                    "open -> write");
            FilterCalibration calibration = new FilterCalibration(site, store, new StateFolder(Path.of(arguments[1])));
            // The first run meets cold code, and would measure that.
            calibration.sample(LENGTHS.getFirst());
            for (Duration length : LENGTHS) {
                List<Sample> samples = new ArrayList<>();
                for (int i = 0; i < times; i++) {
                    samples.add(calibration.sample(length));
                }
                print(length, samples);
            }
        }
        System.exit(0);
    }

    private Sample sample(Duration length) throws IOException, InterruptedException {
        CompletableFuture<Path2379> path = new CompletableFuture<>();
        Drill drill = new Drill(
                "observe",
                "Packets are dropped",
                "The time without answers is measured.",
                List.of("calibration"),
                "etcd",
                WORKLOAD,
                List.of(new Step.Steady(LEAD.plus(length).plus(TRAIL))),
                List.of(),
                new Runbook("-", "-", "-", "-"));
        Plan plan = new Planner(site)
                .plan(drill, Look.around(store, site.members(), System.nanoTime(), Duration.ofSeconds(1)));
        Runner runner = new Runner(
                new Runner.Ground(site, store),
                state,
                List.of(),
                pulse -> Thread.ofPlatform().start(() -> shutAndOpen(pulse, length, path)));
        Evidence evidence =
                runner.run(new RunRequest(drill, "", plan, "calibration", "0")).evidence();
        List<Op> calls = evidence.ops().stream()
                .filter(op -> op.kind() != Op.Kind.LOCAL_READ)
                .toList();
        Thread.sleep(Duration.ofSeconds(1));
        return new Sample(
                path.join(),
                Gaps.longest(calls, evidence::stallNanosAt).orElseThrow(),
                Gaps.longest(calls.stream().filter(Op::mutates).toList(), evidence::stallNanosAt)
                        .orElseThrow());
    }

    private static void shutAndOpen(Pulse pulse, Duration length, CompletableFuture<Path2379> path) {
        try {
            Thread.sleep(LEAD);
            Span closing = nft(CLOSE, pulse);
            try {
                Thread.sleep(length);
            } finally {
                path.complete(new Path2379(closing, nft(OPEN, pulse)));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            path.completeExceptionally(e);
        }
    }

    private static Span nft(String rules, Pulse pulse) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("nft", "-f", "-").redirectErrorStream(true).start();
        long before = pulse.nowNanos();
        try (var input = process.getOutputStream()) {
            input.write(rules.getBytes(StandardCharsets.UTF_8));
        }
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("nft: " + words);
        }
        return new Span(before, pulse.nowNanos());
    }

    private static void print(Duration length, List<Sample> samples) {
        System.out.printf(
                "%-7s %4d %16s %16s %16s %16s %18s %18s%n",
                length.toMillis() + " ms",
                samples.size(),
                spread(samples, Sample::closedNanos),
                spread(samples, sample -> Math.abs(sample.closedNanos() - sample.truthNanos())),
                spread(samples, Sample::startErrorNanos),
                spread(samples, Sample::commandNanos),
                spread(samples, Sample::firstAnswerNanos),
                spread(samples, Sample::firstWriteNanos));
    }

    private static String spread(List<Sample> samples, ToLongFunction<Sample> figure) {
        long[] sorted = samples.stream().mapToLong(figure).sorted().toArray();
        return "%.1f / %.1f".formatted(sorted[(sorted.length - 1) / 2] / 1e6, sorted[sorted.length - 1] / 1e6);
    }
}
