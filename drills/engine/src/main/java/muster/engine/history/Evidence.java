package muster.engine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a run left behind. Checks and reports read this and nothing else.
 *
 * @param facts what was known when it began
 * @param journal every event, in order
 * @param ops every call of the workload, by {@link Op#id()}; a call whose end is missing is unknown
 * @param found the writes that stood in the store after recovery; empty if they were not read back
 * @param sightings what members said of themselves, in order of asking
 * @param doubts what was wrong with the files, such as a torn last line that was dropped
 * @param beside one for each store that was watched beside, with its own calls and sightings, and of the journal what tells of it
 */
public record Evidence(
        RunFacts facts,
        List<Entry> journal,
        List<Op> ops,
        List<Found> found,
        List<Sighting> sightings,
        List<String> doubts,
        List<Evidence> beside) {

    /** Threads that were held up together are not run again in the same instant. */
    private static final long STALL_MARGIN_NANOS = 50_000_000;

    /** Copies the lists. */
    public Evidence {
        journal = List.copyOf(journal);
        ops = List.copyOf(ops);
        found = List.copyOf(found);
        sightings = List.copyOf(sightings);
        doubts = List.copyOf(doubts);
        beside = List.copyOf(beside);
    }

    /** Of a run that watched nothing beside. */
    public Evidence(
            RunFacts facts,
            List<Entry> journal,
            List<Op> ops,
            List<Found> found,
            List<Sighting> sightings,
            List<String> doubts) {
        this(facts, journal, ops, found, sightings, doubts, List.of());
    }

    /** The same with those calls alone that were sent from the injection on; all of them if nothing was broken. */
    public Evidence sinceInjection() {
        long from = faultWindow().map(Span::fromNanos).orElse(Long.MIN_VALUE);
        List<Op> later = ops.stream().filter(op -> op.sentNanos() >= from).toList();
        return new Evidence(facts, journal, later, found, sightings, doubts, beside);
    }

    /** The same under another prediction. */
    public Evidence foretold(Prediction prediction) {
        return new Evidence(facts.foretold(prediction), journal, ops, found, sightings, doubts, beside);
    }

    /**
     * One harm as the journal tells it.
     *
     * @param injection its number
     * @param fault the fault's word
     * @param member whom it hit
     * @param injected when its command ran; null if it never did
     * @param bit when its effect was proved; null if it was not
     * @param healed when the undoing command ran; null if it never did
     * @param clean true if its node was proved clean
     */
    public record Harmed(
            int injection,
            String fault,
            String member,
            @Nullable Span injected,
            @Nullable Span bit,
            @Nullable Span healed,
            boolean clean) {}

    /** The events of one kind, in order. */
    public <E extends Event> List<E> events(Class<E> kind) {
        return journal.stream()
                .map(Entry::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Every harm that was intended, in order. */
    public List<Harmed> harms() {
        List<Harmed> harms = new ArrayList<>();
        for (Event.FaultIntended intended : events(Event.FaultIntended.class)) {
            int number = intended.injection();
            harms.add(new Harmed(
                    number,
                    intended.fault(),
                    intended.member(),
                    events(Event.FaultInjected.class).stream()
                            .filter(event -> event.injection() == number)
                            .map(Event.FaultInjected::command)
                            .findFirst()
                            .orElse(null),
                    events(Event.FaultBit.class).stream()
                            .filter(event -> event.injection() == number)
                            .map(Event.FaultBit::proof)
                            .findFirst()
                            .orElse(null),
                    events(Event.FaultHealed.class).stream()
                            .filter(event -> event.injection() == number)
                            .map(Event.FaultHealed::command)
                            .findFirst()
                            .orElse(null),
                    events(Event.NodeClean.class).stream().anyMatch(event -> event.injection() == number)));
        }
        return harms;
    }

    /**
     * The time in which something was broken: from the first injecting command to the last healing one, or to the last event if a
     * harm was never healed. Empty if nothing was broken.
     */
    public Optional<Span> faultWindow() {
        List<Harmed> injected =
                harms().stream().filter(harm -> harm.injected() != null).toList();
        if (injected.isEmpty()) {
            return Optional.empty();
        }
        long from = injected.stream()
                .mapToLong(harm -> Objects.requireNonNull(harm.injected()).fromNanos())
                .min()
                .orElseThrow();
        long last = journal.getLast().atNanos();
        long to = injected.stream()
                .mapToLong(harm -> harm.healed() == null ? last : harm.healed().toNanos())
                .max()
                .orElseThrow();
        return Optional.of(new Span(from, to));
    }

    /** Our own worst scheduling stall in nanoseconds; empty if it was not measured. */
    public Optional<Long> worstStallNanos() {
        return events(Event.Hiccups.class).stream()
                .findFirst()
                .map(hiccups -> hiccups.worst().stream()
                        .mapToLong(Event.Stall::nanos)
                        .max()
                        .orElse(0));
    }

    /**
     * By how much a moment that we noted may be late: our longest stall at that moment. Of the shorter stalls only the number is known,
     * so it is never less than the shortest one that was kept.
     *
     * @param atNanos when it was noted
     * @return 0 if stalls were not measured
     */
    public long stallNanosAt(long atNanos) {
        long longest = 0;
        for (Event.Hiccups hiccups : events(Event.Hiccups.class)) {
            boolean more = hiccups.samples() > hiccups.worst().size();
            for (Event.Stall stall : hiccups.worst()) {
                boolean there = atNanos >= stall.atNanos() - STALL_MARGIN_NANOS
                        && atNanos <= stall.atNanos() + stall.nanos() + STALL_MARGIN_NANOS;
                longest = there ? Math.max(longest, stall.nanos()) : longest;
            }
            if (more && !hiccups.worst().isEmpty()) {
                longest = Math.max(longest, hiccups.worst().getLast().nanos());
            }
        }
        return longest;
    }

    /** True if the writes were read back after recovery, so that a missing one is lost and not merely unlooked for. */
    public boolean readBack() {
        return !events(Event.ReadBack.class).isEmpty();
    }
}
