package muster.engine.history;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what was watched beside the store of a run. */
final class BesideFiles {

    private final RunFolder folder;
    private final RunFacts facts;
    private final List<Entry> journal;

    BesideFiles(RunFolder folder, RunFacts facts, List<Entry> journal) {
        this.folder = folder;
        this.facts = facts;
        this.journal = journal;
    }

    /**
     * One for each store.
     *
     * @param doubts takes what is wrong with a file
     */
    List<Evidence> read(List<String> doubts) throws IOException {
        List<Evidence> all = new ArrayList<>();
        for (Entry entry : journal) {
            if (entry.event() instanceof Event.BesideBegan began) {
                all.add(read(began, doubts));
            }
        }
        return all;
    }

    private Evidence read(Event.BesideBegan began, List<String> doubts) throws IOException {
        String store = began.store();
        List<Sighting> sightings = Files.exists(folder.views(store))
                ? RunFolder.lines(folder.views(store), Sighting.class, doubts)
                : List.of();
        HistoryReader.History history = Files.exists(folder.history(store))
                ? HistoryReader.read(folder.history(store))
                : new HistoryReader.History(List.of(), List.of(), false);
        if (history.torn()) {
            doubts.add("%s: a torn last line was dropped"
                    .formatted(folder.history(store).getFileName()));
        }
        List<Entry> own = journal.stream()
                .flatMap(entry -> Optional.ofNullable(concerning(store, entry.event())).stream()
                        .map(event -> new Entry(entry.sequence(), entry.atNanos(), entry.wall(), event)))
                .toList();
        return new Evidence(facts.beside(began), own, history.ops(), history.found(), sightings, List.of());
    }

    /** An event as it concerns one store beside; null if it concerns the run's own store alone, or another. */
    private static @Nullable Event concerning(String store, Event event) {
        return switch (event) {
            case Event.BesideReadBack back ->
                back.store().equals(store)
                        ? new Event.ReadBack(back.found(), "read back through the store's order, by id")
                        : null;
            case Event.BesideRemoved removed ->
                removed.store().equals(store) ? new Event.WorkloadRemoved(removed.keys(), removed.left()) : null;
            case Event.BesideBegan began -> began.store().equals(store) ? began : null;
            case Event.ReadBack _, Event.Salvaged _, Event.WorkloadRemoved _, Event.LoadShed _ -> null;
            case Event.RedundancyReached _, Event.RedundancyMissed _ -> null;
            case Event.Began _,
                    Event.StepBegan _,
                    Event.StepEnded _,
                    Event.FaultIntended _,
                    Event.LockTaken _,
                    Event.LockReleased _,
                    Event.FaultArmed _,
                    Event.FaultInjected _,
                    Event.FaultBit _,
                    Event.FaultMissed _,
                    Event.FaultLapsed _,
                    Event.FaultHealing _,
                    Event.FaultHealed _,
                    Event.NodeClean _,
                    Event.FaultDisarmed _,
                    Event.FaultStruck _,
                    Event.NodeUnclean _,
                    Event.ActBegan _,
                    Event.ActDone _,
                    Event.ActFailed _,
                    Event.ActLeft _,
                    Event.Hiccups _,
                    Event.Noticed _,
                    Event.Interrupted _,
                    Event.Failed _,
                    Event.Ended _ -> event;
        };
    }
}
