package muster.engine.report.contrast;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import muster.engine.history.Span;
import muster.engine.history.Timers;
import muster.engine.report.Findings;
import org.jspecify.annotations.Nullable;

/**
 * What one failure cost in one store, over runs that can be compared: all with the servers' version and the timers of the newest one.
 *
 * @param store {@code etcd} or {@code postgres}
 * @param drill the drill that was run
 * @param name the store as people call it
 * @param servers how many of which version
 * @param timers heartbeat and election time-out; null if nobody is elected, or nothing was measured
 * @param runs the runs that went in, newest first; none if there is nothing to compare
 * @param left how many runs were left out: of other versions or timers, cut short, or with a fault that did not bite
 * @param gap the longest time without an acknowledged write
 * @param ordered from the fault to the order to promote, where somebody must give it: the operator's time, not the store's
 * @param afterOrder from that order to the first acknowledged write
 * @param redundancy from the fault to full redundancy
 * @param twoLeaders how long two servers said at once that they lead
 * @param acknowledged writes that clients were told are safe
 * @param lost of these, how many stood nowhere afterwards
 * @param diverged of these, how many stood only on a server that lost, and were salvaged there
 * @param linearizable in how many runs the history was linearizable
 * @param notLinearizable in how many runs it was not; the rest is undecided or was not asked
 */
public record Side(
        String store,
        String drill,
        String name,
        String servers,
        @Nullable Timers timers,
        List<String> runs,
        int left,
        @Nullable Spread gap,
        @Nullable Spread ordered,
        @Nullable Spread afterOrder,
        @Nullable Spread redundancy,
        @Nullable Spread twoLeaders,
        long acknowledged,
        long lost,
        long diverged,
        int linearizable,
        int notLinearizable) {

    /** The phase in which an operator, or a drill in his place, orders a standby to become primary. */
    public static final String ORDER = "promotion ordered";

    private static final String FIRST_WRITE = "first acknowledged write";
    private static final String REDUNDANCY = "full redundancy";
    private static final int LAST_JUDGED_EXIT = 2;

    /** Copies the list. */
    public Side {
        runs = List.copyOf(runs);
    }

    /**
     * One side.
     *
     * @param all runs of whatever drill, newest first
     */
    static Side of(String store, String drill, List<Judged> all) {
        List<Judged> own = all.stream()
                .filter(judged -> judged.findings().facts().drill().equals(drill))
                .toList();
        List<Judged> whole = own.stream().filter(Side::whole).toList();
        List<Judged> used = whole.stream()
                .filter(judged -> comparable(whole.getFirst(), judged))
                .toList();
        List<Findings> findings = used.stream().map(Judged::findings).toList();
        return new Side(
                store,
                drill,
                name(store),
                used.isEmpty() ? name(store) : servers(used.getFirst().findings()),
                used.isEmpty() ? null : used.getFirst().findings().facts().timers(),
                used.stream().map(Judged::run).toList(),
                own.size() - used.size(),
                spread(findings, Side::gap),
                spread(findings, one -> phase(one, ORDER).map(Span::fromNanos)),
                spread(findings, Side::afterOrder),
                spread(findings, one -> phase(one, REDUNDANCY).map(Span::toNanos)),
                spread(findings, one -> Optional.of(TwoLeaders.nanos(one.lanes()))),
                findings.stream()
                        .mapToLong(one ->
                                one.accounts().acknowledged() + one.accounts().acknowledgedLate())
                        .sum(),
                findings.stream().mapToLong(one -> one.accounts().lost()).sum(),
                findings.stream().mapToLong(one -> one.accounts().diverged()).sum(),
                count(findings, "holds"),
                count(findings, "broken"));
    }

    /** True if there is anything to compare. */
    public boolean measured() {
        return !runs.isEmpty();
    }

    private static boolean whole(Judged judged) {
        Findings findings = judged.findings();
        return findings.exit() <= LAST_JUDGED_EXIT
                && findings.accounts().readBack()
                && findings.verdicts().stream()
                        .noneMatch(verdict -> verdict.check().equals("fault-bites")
                                && !verdict.verdict().equals("holds"));
    }

    private static boolean comparable(Judged newest, Judged other) {
        return newest.findings()
                        .facts()
                        .storeVersion()
                        .equals(other.findings().facts().storeVersion())
                && Objects.equals(
                        newest.findings().facts().timers(),
                        other.findings().facts().timers())
                && newest.findings().facts().members().size()
                        == other.findings().facts().members().size();
    }

    private static String name(String store) {
        return store.equals("postgres") ? "PostgreSQL" : store;
    }

    private static String servers(Findings findings) {
        return "%d × %s %s"
                .formatted(
                        findings.facts().members().size(),
                        name(findings.facts().store()),
                        findings.facts().storeVersion());
    }

    private interface Length {
        Optional<Long> of(Findings findings);
    }

    private static @Nullable Spread spread(List<Findings> findings, Length length) {
        List<Long> lengths = new ArrayList<>();
        findings.forEach(one -> length.of(one).ifPresent(lengths::add));
        return Spread.of(lengths).orElse(null);
    }

    private static Optional<Long> gap(Findings findings) {
        return findings.gaps().stream()
                .filter(gap -> gap.of().equals("all") && gap.kind().equals("writes") && gap.undecided() == null)
                .findFirst()
                .map(gap -> (gap.leastNanos() + gap.mostNanos()) / 2);
    }

    private static Optional<Long> afterOrder(Findings findings) {
        Optional<Span> ordered = phase(findings, ORDER);
        Optional<Span> written = phase(findings, FIRST_WRITE);
        return ordered.isPresent() && written.isPresent()
                ? Optional.of(written.get().toNanos() - ordered.get().fromNanos())
                : Optional.empty();
    }

    private static Optional<Span> phase(Findings findings, String name) {
        return findings.phases().stream()
                .filter(phase -> phase.name().equals(name))
                .flatMap(phase -> Optional.ofNullable(phase.at()).stream())
                .findFirst();
    }

    private static int count(List<Findings> findings, String verdict) {
        return (int) findings.stream()
                .filter(one -> one.verdicts().stream()
                        .anyMatch(judged -> judged.check().equals("linearizable")
                                && judged.verdict().equals(verdict)))
                .count();
    }
}
