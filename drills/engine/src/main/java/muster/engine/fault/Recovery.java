package muster.engine.fault;

import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Site;
import muster.engine.history.ClusterException;
import muster.engine.history.Event;
import muster.engine.history.OperatorException;

/** Closes what an earlier run left open, from the ledger alone. May be repeated, and needs no cluster that answers. */
public final class Recovery {

    private final Ledger ledger;

    /** @param ledger where the lines stand that are closed */
    public Recovery(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * What came of one line.
     *
     * @param clean true if nothing is left and the line is struck
     * @param words what was seen
     */
    public record Outcome(boolean clean, String words) {}

    /** Strikes a line whose site, or whose instance of the site, is gone with all that was done to it. */
    public void strikeGone(Ledger.Intent intent) {
        ledger.strike(new Ledger.Struck(intent.run(), intent.injection()));
    }

    /** Heals, proves clean, disarms and strikes. */
    public Outcome replay(Site site, Ledger.Intent intent) {
        try {
            // What armed it may have been another version of us.
            site.prepare(intent.node());
        } catch (ClusterException | OperatorException e) {
            return new Outcome(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(false, "interrupted before anything was asked");
        }
        List<String> seen = new ArrayList<>();
        List<String> left = new ArrayList<>();
        Healing healing = new Healing(site, ledger, intent, event -> tell(event, seen, left), System::nanoTime);
        Protocol.STANDARD.close(healing);
        return left.isEmpty()
                ? new Outcome(true, String.join("; ", seen))
                : new Outcome(false, String.join("; ", left));
    }

    private static void tell(Event event, List<String> seen, List<String> left) {
        if (event instanceof Event.NodeClean clean) {
            seen.add(clean.evidence());
        } else if (event instanceof Event.FaultDisarmed disarmed) {
            seen.add(disarmed.evidence());
        } else if (event instanceof Event.NodeUnclean unclean) {
            left.add(unclean.evidence());
        }
    }
}
