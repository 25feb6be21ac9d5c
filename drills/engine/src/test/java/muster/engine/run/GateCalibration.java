package muster.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.check.Gap;
import muster.engine.check.Gaps;
import muster.engine.cluster.FakeStore;
import muster.engine.drill.Drill;
import muster.engine.drill.Step;
import muster.engine.drill.Workload;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.Evidence;
import muster.engine.history.Op;

/**
 * Measures how well a gap is measured: a store whose gate shuts and opens at known times, under the workload of the shipped drills, and
 * the whole way from the runner over the files to the gap. Prints, for each length, how often the truth lies inside the interval that is
 * reported and how far the interval's middle is from it. Arguments: how often each length is tried, and a folder for the runs.
 *
 * <p>There are two truths. What a gap claims is the time between two neighbouring acknowledgements: the store notes when it gave each,
 * and the error against that is the instrument's. The gate was shut for less than that, by the time that passed without a write that was
 * due: the error against the gate is the resolution that the workload's rate allows.
 */
final class GateCalibration {

    private static final Workload WORKLOAD = new Workload(9, 200, 16, 50, 0, Duration.ofSeconds(1));
    private static final List<Duration> LENGTHS =
            List.of(Duration.ofMillis(400), Duration.ofSeconds(1), Duration.ofSeconds(3));
    private static final Duration LEAD = Duration.ofMillis(600);

    private GateCalibration() {}

    private record Sample(long truthNanos, long gateNanos, long leastNanos, long mostNanos, long stallNanos) {

        boolean inside() {
            return leastNanos <= truthNanos && truthNanos <= mostNanos;
        }

        long errorNanos() {
            return Math.abs((leastNanos + mostNanos) / 2 - truthNanos);
        }

        long gateErrorNanos() {
            return Math.abs((leastNanos + mostNanos) / 2 - gateNanos);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int times = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]);
        System.out.printf(
                "%-7s %4s %7s %24s %24s %9s %16s%n",
                "gate", "n", "inside", "error p50/p99/max ms", "off the gate, ms", "width ms", "own stall ms");
        for (Duration length : LENGTHS) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                Path one = folder.resolve(length.toMillis() + "-" + i);
                samples.add(sample(length, one));
                delete(one);
            }
            print(length, samples);
        }
        System.exit(0);
    }

    private static Sample sample(Duration length, Path folder) throws IOException, InterruptedException {
        Rehearsal rehearsal = new Rehearsal(folder);
        long[] moments = new long[2];
        List<Long> given = Collections.synchronizedList(new ArrayList<>());
        rehearsal.store.forget(op -> {
            given.add(System.nanoTime());
            return false;
        });
        Thread gate = Thread.ofPlatform().unstarted(() -> {
            pause(LEAD);
            moments[0] = rehearsal.store.shut(FakeStore.WhileShut.HANGS);
            pause(length);
            moments[1] = rehearsal.store.open();
        });
        Drill drill = Rehearsal.drill(
                WORKLOAD, List.of(new Step.Steady(LEAD.plus(length).plus(LEAD))));
        ScriptedSite site = ScriptedSite.working(3);
        Runner runner = new Runner(
                new Runner.Ground(site, rehearsal.store), rehearsal.state(), List.of(), pulse -> gate.start());
        Evidence evidence = runner.run(rehearsal.request(site, drill)).evidence();
        gate.join();
        long stall = evidence.worstStallNanos().orElseThrow();
        Gap gap = Gaps.longest(evidence.ops().stream().filter(Op::mutates).toList(), evidence::stallNanosAt)
                .orElseThrow();
        long before = given.stream()
                .mapToLong(Long::longValue)
                .filter(at -> at < moments[0])
                .max()
                .orElseThrow();
        long after = given.stream()
                .mapToLong(Long::longValue)
                .filter(at -> at > moments[1])
                .min()
                .orElseThrow();
        return new Sample(after - before, moments[1] - moments[0], gap.leastNanos(), gap.mostNanos(), stall);
    }

    private static void print(Duration length, List<Sample> samples) {
        long[] errors = sorted(samples.stream().mapToLong(Sample::errorNanos).toArray());
        long[] widths = sorted(samples.stream()
                .mapToLong(sample -> sample.mostNanos() - sample.leastNanos())
                .toArray());
        long[] stalls = sorted(samples.stream().mapToLong(Sample::stallNanos).toArray());
        long[] offGate =
                sorted(samples.stream().mapToLong(Sample::gateErrorNanos).toArray());
        System.out.printf(
                "%-7s %4d %3d/%-3d %24s %24s %9.2f %16s%n",
                length.toMillis() + " ms",
                samples.size(),
                samples.stream().filter(Sample::inside).count(),
                samples.size(),
                three(errors),
                three(offGate),
                at(widths, 0.5),
                "%.2f / %.2f".formatted(at(stalls, 0.5), at(stalls, 1)));
    }

    private static String three(long[] sorted) {
        return "%.2f / %.2f / %.2f".formatted(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static long[] sorted(long[] values) {
        Arrays.sort(values);
        return values;
    }

    private static double at(long[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
    }

    private static void pause(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = until - System.nanoTime()) {
            java.util.concurrent.locks.LockSupport.parkNanos(left);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
