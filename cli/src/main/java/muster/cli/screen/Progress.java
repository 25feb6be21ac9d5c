package muster.cli.screen;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import muster.engine.history.Entry;
import muster.engine.history.Event;
import muster.engine.history.Sighting;
import muster.engine.history.StoreWords;
import muster.engine.run.Pulse;
import org.jspecify.annotations.Nullable;

/** Tells a run while it goes on: a line for what is done, and on a terminal a line that counts up for what is under way. */
public final class Progress implements Consumer<Entry> {

    private final LiveLine line;
    private final Style style;

    private record Begun(String word, long atNanos) {}

    /** The steps that have begun and not ended, the innermost last. */
    private final Map<String, Begun> began = new LinkedHashMap<>();

    private final Map<Integer, String> harmed = new HashMap<>();
    private final Map<Integer, Long> healsBy = new HashMap<>();
    private StoreWords words = StoreWords.of("");
    private @Nullable Pulse pulse;

    /**
     * @param line where
     * @param style how it is painted
     */
    public Progress(LiveLine line, Style style) {
        this.line = line;
        this.style = style;
    }

    /** The run has begun to send. */
    public synchronized void follow(Pulse running) {
        pulse = running;
    }

    @Override
    public synchronized void accept(Entry entry) {
        switch (entry.event()) {
            case Event.Began beginning ->
                words = StoreWords.of(beginning.facts().store());
            case Event.StepBegan step -> begin(step, entry.atNanos());
            case Event.StepEnded step -> end(step, entry.atNanos());
            case Event.FaultIntended fault -> harmed.put(fault.injection(), fault.fault() + " " + fault.member());
            case Event.LockTaken lock -> {}
            case Event.LockReleased lock -> {}
            case Event.FaultArmed fault ->
                healsBy.put(fault.injection(), entry.atNanos() + fault.within().toNanos());
            case Event.FaultInjected fault -> {}
            case Event.FaultBit fault -> done(name(fault.injection()), null, fault.evidence());
            case Event.FaultMissed fault -> trouble(name(fault.injection()), "DID NOT BITE: " + fault.evidence());
            case Event.FaultLapsed fault -> trouble(name(fault.injection()), "DID NOT HOLD: " + fault.evidence());
            case Event.FaultHealing fault -> line.set(() -> "  … heal         " + name(fault.injection()));
            case Event.FaultHealed fault -> {}
            case Event.NodeClean fault -> done("heal", null, fault.evidence());
            case Event.FaultDisarmed fault -> healsBy.remove(fault.injection());
            case Event.FaultStruck fault -> {}
            case Event.NodeUnclean fault -> trouble("heal", "NOT HEALED: " + fault.evidence());
            case Event.ActBegan act -> {}
            case Event.ActDone act -> {}
            case Event.ActFailed act -> trouble("act", "FAILED: " + act.why());
            case Event.ActLeft act -> trouble("act", "HALF DONE: %s: %s".formatted(act.what(), act.remedy()));
            case Event.RedundancyReached reached -> reached(reached);
            case Event.RedundancyMissed missed -> trouble("redundancy", missed.text());
            case Event.Hiccups hiccups -> {}
            case Event.LoadShed shed ->
                trouble("load", "%d calls were due and not sent: too many in flight".formatted(shed.calls()));
            case Event.ReadBack back -> done("read back", null, "%d writes found".formatted(back.found()));
            case Event.Salvaged salvaged ->
                done(
                        "salvaged",
                        null,
                        "%d writes that stood on %s alone"
                                .formatted(salvaged.writes().size(), salvaged.member()));
            case Event.WorkloadRemoved removed -> removed(removed);
            case Event.BesideBegan began ->
                done("beside", null, "%s %s is watched, too".formatted(began.store(), began.version()));
            case Event.BesideReadBack back ->
                done("read back", null, "%d writes found in %s".formatted(back.found(), back.store()));
            case Event.BesideRemoved removed -> removed(new Event.WorkloadRemoved(removed.keys(), removed.left()));
            case Event.Noticed seen ->
                done("seen", null, "%s: %s, was %s".formatted(seen.what(), seen.now(), seen.before()));
            case Event.Interrupted signal ->
                trouble("interrupted", "by %s; everything opened was healed".formatted(signal.signal()));
            case Event.Failed failed -> trouble("failed", failed.why());
            case Event.Ended ended -> line.set(null);
        }
    }

    /** When the last node heals by itself what is open, in words; empty if nothing is. */
    public synchronized String healsWithin() {
        Pulse running = pulse;
        if (healsBy.isEmpty() || running == null) {
            return "";
        }
        long left = Collections.max(healsBy.values()) - running.nowNanos();
        return "; the nodes heal by themselves within %d s".formatted(Math.max(0, left / 1_000_000_000 + 1));
    }

    private void begin(Event.StepBegan step, long atNanos) {
        began.put(step.step(), new Begun(step.word(), atNanos));
        resume();
    }

    private void end(Event.StepEnded step, long atNanos) {
        Begun begun = began.remove(step.step());
        // What injects is told by its faults, and what awaits by what it reached.
        if (begun != null && !begun.word().equals("inject") && !begun.word().equals("await")) {
            done(begun.word(), atNanos - begun.atNanos(), step.text());
        }
    }

    private void reached(Event.RedundancyReached reached) {
        long since = began.values().stream()
                .filter(begun -> begun.word().equals("await"))
                .mapToLong(Begun::atNanos)
                .max()
                .orElse(reached.reached().fromNanos());
        done("redundancy", reached.reached().toNanos() - since, reached.text());
    }

    private void removed(Event.WorkloadRemoved removed) {
        if (removed.left() == 0) {
            done("clean up", null, "%d keys deleted, none left".formatted(removed.keys()));
            return;
        }
        trouble("clean up", "%d keys of the workload are still there".formatted(removed.left()));
    }

    private String name(int injection) {
        return harmed.getOrDefault(injection, "fault");
    }

    private void done(String what, @Nullable Long nanos, String text) {
        line.say(style.good("  ✓ ") + row(what, nanos, text));
        resume();
    }

    private void trouble(String what, String text) {
        line.say(style.bad("  ✗ ") + row(what, null, text));
        resume();
    }

    /** What is under way again: the innermost step that has begun, or nothing. */
    private void resume() {
        line.set(began.isEmpty() ? null : live(List.copyOf(began.values()).getLast()));
    }

    private static String row(String what, @Nullable Long nanos, String text) {
        String took = nanos == null ? "" : "%.1f s".formatted(nanos / 1e9);
        return Paragraph.beside("%-11s %7s ".formatted(what, took), 21, text).replace("\n", "\n    ");
    }

    private @Nullable Supplier<String> live(Begun step) {
        Pulse running = pulse;
        if (running == null) {
            return null;
        }
        return () -> "  … %-11s %5.1f s  %s  %s"
                .formatted(
                        step.word(), (running.nowNanos() - step.atNanos()) / 1e9, roles(running), lastWrite(running));
    }

    private String roles(Pulse running) {
        return running.view().sightings().stream()
                .map(sighting -> sighting.member() + " " + role(sighting))
                .collect(Collectors.joining(", "));
    }

    private String role(Sighting sighting) {
        return switch (sighting.said()) {
            case Sighting.Answer standing ->
                standing.role() == Sighting.Role.LEADER
                        ? words.leader().toUpperCase(Locale.ROOT)
                        : words.role(standing.role());
            case Sighting.Closed closed -> "dead";
            case Sighting.Mute mute -> "silent";
            case Sighting.Garbled garbled -> "garbled";
        };
    }

    private static String lastWrite(Pulse running) {
        long since = running.sinceLastWriteNanos();
        return since < 0 ? "" : "last write %.1f s ago".formatted(since / 1e9);
    }
}
