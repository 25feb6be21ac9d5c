package muster.engine.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import muster.engine.check.Gap;
import muster.engine.check.Quantities;
import muster.engine.check.Reigns;
import muster.engine.history.Entry;
import muster.engine.history.Event;
import muster.engine.history.Evidence;
import muster.engine.history.Op;
import muster.engine.history.Outcome;
import muster.engine.history.Span;
import muster.engine.history.StoreWords;
import org.jspecify.annotations.Nullable;

/** What happened to all the stores of a run that share a node, in one order by one clock, each as an interval by what was seen. */
final class Storyline {

    private static final String ETCD = "etcd";

    private final Evidence evidence;
    private final long zeroNanos;
    private final List<Findings.Moment> moments = new ArrayList<>();

    private Storyline(Evidence evidence, long zeroNanos) {
        this.evidence = evidence;
        this.zeroNanos = zeroNanos;
    }

    /** Empty if nothing was watched beside. */
    static List<Findings.Moment> of(Evidence evidence, long zeroNanos) {
        if (evidence.beside().isEmpty()) {
            return List.of();
        }
        Storyline story = new Storyline(evidence, zeroNanos);
        story.harms();
        story.journal();
        story.store(evidence);
        evidence.beside().forEach(story::store);
        story.moments.sort(Comparator.comparingLong(moment -> moment.at().toNanos()));
        return List.copyOf(story.moments);
    }

    private void harms() {
        List<Event.FaultIntended> intended = evidence.events(Event.FaultIntended.class);
        for (Evidence.Harmed harm : evidence.harms()) {
            String node = intended.stream()
                    .filter(event -> event.injection() == harm.injection())
                    .map(Event.FaultIntended::node)
                    .findFirst()
                    .orElse("");
            if (harm.injected() != null) {
                at(
                        harm.injected().fromNanos(),
                        node,
                        "%s begins, with %s on it".formatted(harm.fault(), harm.member()));
                lastWord(harm, Objects.requireNonNull(harm.injected()));
            }
            if (harm.healed() != null) {
                at(harm.healed().fromNanos(), node, "%s is to be undone".formatted(harm.fault()));
                add(harm.healed(), node, "%s is undone".formatted(harm.fault()));
            }
        }
    }

    /** Until when a server that was hit went on to say yes. */
    private void lastWord(Evidence.Harmed harm, Span injected) {
        long healed = harm.healed() == null ? Long.MAX_VALUE : harm.healed().fromNanos();
        List<Op> told = evidence.ops().stream()
                .filter(Op::mutates)
                .filter(op -> harm.member().equals(teller(op)))
                .filter(op -> op.sentNanos() >= injected.toNanos() && op.returnNanos() < healed)
                .sorted(Comparator.comparingLong(Op::returnNanos))
                .toList();
        if (!told.isEmpty()) {
            add(
                    new Span(told.getLast().sentNanos(), told.getLast().returnNanos()),
                    harm.member(),
                    "the last of %s that it acknowledged while %s was held"
                            .formatted(Quantities.count(told.size(), "write"), harm.fault()));
        }
    }

    /** Who said yes to a call; null if nobody did. A client may have moved on from the member that it began with. */
    private static @Nullable String teller(Op op) {
        return switch (op.settled()) {
            case Outcome.Acked acked -> acked.stamp().member();
            case Outcome.AckedLocally acked -> acked.stamp().member();
            case Outcome.Refused _, Outcome.Unknown _ -> null;
        };
    }

    private void journal() {
        Map<String, Event.ActBegan> acts = new HashMap<>();
        for (Entry entry : evidence.journal()) {
            Span now = new Span(entry.atNanos(), entry.atNanos());
            switch (entry.event()) {
                case Event.ActBegan act -> {
                    acts.put(act.step(), act);
                    add(now, act.member(), "%s ordered".formatted(act.act()));
                }
                case Event.ActDone done -> {
                    Event.ActBegan act = Objects.requireNonNull(acts.get(done.step()));
                    add(done.command(), act.member(), "%s done".formatted(act.act()));
                }
                case Event.Noticed seen ->
                    add(seen.between(), seen.what(), "%s, was %s".formatted(seen.now(), seen.before()));
                case Event.RedundancyReached reached ->
                    add(reached.reached(), evidence.facts().store(), reached.text());
                case Event.RedundancyMissed missed ->
                    add(now, evidence.facts().store(), "no full redundancy: " + missed.text());
                case Event other -> {}
            }
        }
    }

    private void store(Evidence of) {
        String store = of.facts().store();
        Outage outage = Outage.of(of.sinceInjection());
        if (outage.felt()) {
            Gap gap = outage.gap().orElseThrow();
            long from = gap.window().fromNanos();
            at(from, store, "from here on no write is acknowledged by any member, for %s".formatted(outage.length()));
            if (!gap.open()) {
                add(gap.ended(), store, "a write is acknowledged again");
            }
        }
        if (ledByEtcd(of)) {
            return;
        }
        StoreWords words = StoreWords.of(store);
        Reigns.of(of).reigns().stream()
                .skip(1)
                .forEach(reign ->
                        at(reign.fromNanos(), store, "first seen: " + words.reign(reign.leader(), reign.term())));
    }

    /** The API's servers say of themselves what their etcd says, which tells it already. */
    private boolean ledByEtcd(Evidence of) {
        return !of.facts().store().equals(ETCD)
                && evidence.beside().contains(of)
                && evidence.beside().stream()
                        .anyMatch(other -> other.facts().store().equals(ETCD));
    }

    private void at(long nanos, String of, String text) {
        add(new Span(nanos, nanos), of, text);
    }

    private void add(Span at, String of, String text) {
        moments.add(new Findings.Moment(new Span(at.fromNanos() - zeroNanos, at.toNanos() - zeroNanos), of, text));
    }
}
