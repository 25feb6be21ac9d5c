package muster.engine.check;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import muster.engine.check.register.Staleness;
import muster.engine.check.register.Values;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import org.jspecify.annotations.Nullable;

/**
 * How long ago the values had been overwritten that local reads returned: from the acknowledgement of the first surely newer write to the
 * sending of the read (Golab, Li & Shah 2011). Undecided if fewer than ten local reads were answered or no write was acknowledged.
 *
 * @param atMost the oldest that is allowed
 */
public record StalenessBound(Duration atMost) implements Check {

    private static final int NEEDED = 10;

    @Override
    public String word() {
        return "staleness";
    }

    @Override
    public String allows() {
        return "overwritten at most %s before".formatted(Quantities.length(atMost));
    }

    @Override
    public Verdict judge(Evidence evidence) {
        Staleness staleness = Staleness.of(evidence.ops(), Op.Kind.LOCAL_READ);
        if (staleness.reads() < NEEDED) {
            return new Verdict.Undecided(
                    "not measured",
                    "Only %s answered; %d are needed."
                            .formatted(
                                    staleness.reads() == 1
                                            ? "1 local read was"
                                            : Quantities.grouped(staleness.reads()) + " local reads were",
                                    NEEDED));
        }
        if (evidence.ops().stream().noneMatch(op -> op.kind().onRegister() && WriteAccounts.wrote(op))) {
            return new Verdict.Undecided(
                    "not measured", "No write was acknowledged, so that nothing could be overwritten.");
        }
        String measured = "%s of %s stale, p99 %s, at most %s"
                .formatted(
                        Quantities.grouped(staleness.stale()),
                        Quantities.grouped(staleness.reads()),
                        Quantities.length(staleness.p99Nanos()),
                        Quantities.length(staleness.mostNanos()));
        if (staleness.mostNanos() > atMost.toNanos()) {
            Staleness.Stale worst = Staleness.each(evidence.ops(), Op.Kind.LOCAL_READ).stream()
                    .max(Comparator.comparingLong(Staleness.Stale::nanos))
                    .orElseThrow();
            return new Verdict.Broken(measured, sentence(worst), witness(worst));
        }
        return CutShort.judged(
                evidence,
                new Verdict.Holds(
                        measured,
                        staleness.stale() == 0
                                ? "No local read returned a value that is proved to be overwritten."
                                : "Local reads returned values that had been overwritten, none too long before."));
    }

    @Override
    public Optional<Counts> counts(Evidence evidence) {
        Map<String, List<Staleness.Stale>> byMember = Staleness.each(evidence.ops(), Op.Kind.LOCAL_READ).stream()
                .collect(Collectors.groupingBy(stale -> stale.read().endpoint(), TreeMap::new, Collectors.toList()));
        List<Counts.Row> rows = byMember.entrySet().stream()
                .map(member -> row(member.getKey(), Staleness.of(member.getValue())))
                .toList();
        return Optional.of(new Counts(List.of("Member", "Local reads", "Stale", "p99", "At most"), rows));
    }

    private static Counts.Row row(String member, Staleness staleness) {
        return Counts.row(
                member,
                Quantities.grouped(staleness.reads()),
                Quantities.grouped(staleness.stale()),
                Quantities.length(staleness.p99Nanos()),
                Quantities.length(staleness.mostNanos()));
    }

    private static String sentence(Staleness.Stale stale) {
        @Nullable String value = Values.value(stale.read());
        Op newer = Optional.ofNullable(stale.newer()).orElseThrow();
        return "Client %d read %s of %s at %s, which %s of client %d had overwritten %s before."
                .formatted(
                        stale.read().client(),
                        value == null ? "nothing" : value,
                        stale.read().key(),
                        stale.read().endpoint(),
                        newer.argument(),
                        newer.client(),
                        Quantities.length(stale.nanos()));
    }

    private static List<String> witness(Staleness.Stale stale) {
        Op newer = Optional.ofNullable(stale.newer()).orElseThrow();
        return List.of(Wording.call(newer), Wording.call(stale.read()));
    }
}
