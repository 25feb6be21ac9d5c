package muster.engine.run;

import java.time.Duration;
import java.util.List;
import muster.engine.history.Member;
import muster.engine.history.Prediction;

/**
 * What a drill would do here and now, worked out without touching anything.
 *
 * @param drill the drill's name
 * @param title its title
 * @param believes the claim it tests
 * @param site the site's name
 * @param members the voters
 * @param leader who leads now, and in which term
 * @param arithmetic the quorum arithmetic in words
 * @param exceeds true if it takes more voters than the cluster tolerates
 * @param prediction what it will cost
 * @param harms every harm with every command that will run; resolved again when its step begins
 * @param acts every act with the command that will run; its target is resolved again when its step begins
 * @param length how long the drill's own windows last
 */
public record Plan(
        String drill,
        String title,
        String believes,
        String site,
        List<Member> members,
        String leader,
        String arithmetic,
        boolean exceeds,
        Prediction prediction,
        List<PlannedHarm> harms,
        List<PlannedAct> acts,
        Duration length) {

    /** Copies the lists. */
    public Plan {
        members = List.copyOf(members);
        harms = List.copyOf(harms);
        acts = List.copyOf(acts);
    }

    /**
     * One act.
     *
     * @param act its word
     * @param member whom it would be done to now
     * @param node where that is
     * @param script what does it
     */
    public record PlannedAct(String act, String member, String node, String script) {}

    /**
     * One harm.
     *
     * @param fault the fault's word
     * @param member whom it would hit now
     * @param node where that is
     * @param holds how long
     * @param healsWithin after which the node heals by itself at the latest, counted from before the harm is done
     * @param inject the script that does it
     * @param heal the script that undoes it
     */
    public record PlannedHarm(
            String fault,
            String member,
            String node,
            Duration holds,
            Duration healsWithin,
            String inject,
            String heal) {}
}
