package muster.engine.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was known when a run began.
 *
 * @param run the run's name: drill and UTC time, such as {@code etcd-leader-kill/2026-11-21T02-03-04Z}
 * @param drill the drill's name; {@code observe} if nothing was broken on purpose
 * @param title the drill's title
 * @param site the site's name
 * @param store its word in a drill: {@code etcd}, {@code postgres}, {@code kubernetes}
 * @param storeVersion the servers' version
 * @param musterVersion ours
 * @param started by the wall clock, for people; nothing is computed from it
 * @param members the voters, in the site's order
 * @param timers the timers in force; null if nobody elects
 * @param prediction what the plan foretold
 * @param arithmetic the quorum arithmetic of the plan in words
 * @param instrument how the probe connects: its time-outs and back-off, a line each
 * @param latencyDoubt why its latencies are not those of real disks; null if nothing is known against them
 */
public record RunFacts(
        String run,
        String drill,
        String title,
        String site,
        String store,
        String storeVersion,
        String musterVersion,
        Instant started,
        List<Member> members,
        @Nullable Timers timers,
        Prediction prediction,
        String arithmetic,
        List<String> instrument,
        @Nullable String latencyDoubt) {

    /** Copies the lists. */
    public RunFacts {
        members = List.copyOf(members);
        instrument = List.copyOf(instrument);
    }

    /** The same run as it concerns a store that was watched beside; nothing was foretold for that. */
    RunFacts beside(Event.BesideBegan watched) {
        return new RunFacts(
                run,
                drill,
                title,
                site,
                watched.store(),
                watched.version(),
                musterVersion,
                started,
                watched.members(),
                watched.timers(),
                new Prediction.NoGap(),
                arithmetic,
                watched.instrument(),
                latencyDoubt);
    }

    /** The same with another prediction. */
    RunFacts foretold(Prediction other) {
        return new RunFacts(
                run,
                drill,
                title,
                site,
                store,
                storeVersion,
                musterVersion,
                started,
                members,
                timers,
                other,
                arithmetic,
                instrument,
                latencyDoubt);
    }
}
