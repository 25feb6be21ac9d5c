package muster.engine.run;

import java.util.List;
import muster.engine.cluster.Site;
import muster.engine.history.Member;
import muster.engine.history.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Whom to look at. Looking needs no site: members that can only be asked, and not harmed, are looked at in the same way.
 *
 * @param name what the whole is called: the site's name, or {@code endpoints}
 * @param members in the order that they are shown in
 * @param timers the timers that they run with; null if nobody knows
 * @param logs the command that shows a member's log once its name is appended; null if there is none
 */
public record Roster(
        String name,
        List<Member> members,
        @Nullable Timers timers,
        @Nullable String logs) {

    /** Copies the list. */
    public Roster {
        members = List.copyOf(members);
    }

    /** The members of a site. */
    public static Roster of(Site site) {
        return new Roster(site.name(), site.members(), site.timers(), "muster %s logs".formatted(site.name()));
    }
}
