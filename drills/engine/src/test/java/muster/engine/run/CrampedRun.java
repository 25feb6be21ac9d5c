package muster.engine.run;

import java.nio.file.Path;
import muster.engine.cluster.Shell;
import muster.engine.drill.Workload;
import muster.engine.fault.Ledger;
import muster.engine.fault.ScriptedSite;
import muster.engine.history.OperatorException;

/**
 * Runs a leader kill in a process whose files may not grow beyond a limit that was set before it started, and prints each script that
 * was run, the harms that are left open and what the operator is told. Arguments: a folder, then {@code journal} or {@code history}
 * for the file that is to hit the limit.
 */
final class CrampedRun {

    private CrampedRun() {}

    public static void main(String[] arguments) throws Exception {
        Rehearsal rehearsal = new Rehearsal(Path.of(arguments[0]));
        boolean journal = arguments[1].equals("journal");
        String longWords = "x".repeat(3 << 20);
        ScriptedSite site = new ScriptedSite(3, script -> {
            Shell.Result result = rehearsal.obey(script);
            return journal && script.startsWith("bit") ? new Shell.Result(0, longWords, "") : result;
        });
        Workload busy = new Workload(9, journal ? 100 : Workload.RATE_LIMIT, 16, 50, 0, Rehearsal.USUAL.deadline());
        try {
            rehearsal.run(site, Rehearsal.leaderKill(busy, java.time.Duration.ofSeconds(20)));
        } catch (OperatorException e) {
            System.out.println("told: " + e.getMessage());
        }
        site.asked().forEach(script -> System.out.println("asked: " + script));
        Ledger.openIn(rehearsal.state().ledger()).forEach(intent -> System.out.println("open: " + intent.member()));
        rehearsal.seen.forEach(
                entry -> System.out.println("event: " + entry.event().getClass().getSimpleName()));
        System.exit(0);
    }
}
