package muster.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.lab.LabSite;
import muster.postgres.reconcile.Node;

/** A losing server of the lab, by the verbs of the lab's own script. */
final class ServerNode implements Node {

    /** A copy of a large data directory takes minutes. */
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private static final int REFUSED = 9;

    private final LabSite site;
    private final Shell shell;
    private final String loser;
    private final String winner;

    ServerNode(LabSite site, String loser, String winner) {
        this.site = site;
        this.loser = loser;
        this.winner = winner;
        this.shell = site.shell(site.members().stream()
                .filter(member -> member.name().equals(loser))
                .map(Member::node)
                .findFirst()
                .orElseThrow());
    }

    @Override
    public String reach() throws InterruptedException {
        return done("reaches", winner);
    }

    @Override
    public String stop() throws InterruptedException {
        return done("end");
    }

    @Override
    public String keep(String name) throws InterruptedException {
        return done("keep-as", name);
    }

    @Override
    public String hold() throws InterruptedException {
        return done("hold");
    }

    @Override
    public Attempt rewind(boolean dryRun) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(winner));
        if (dryRun) {
            words.add("--dry-run");
        }
        Shell.Result result = run("rewind-to", words);
        if (!result.ok() && result.exit() != REFUSED) {
            throw new ClusterException(result.words());
        }
        return new Attempt(result.ok(), result.words());
    }

    @Override
    public String reseed() throws InterruptedException {
        return done("copy-of", winner);
    }

    @Override
    public String follow() throws InterruptedException {
        String follows = done("standby-of", winner);
        String company = done("company", winner);
        return company.isEmpty() ? follows : follows + "; " + company;
    }

    private String done(String verb, String... words) throws InterruptedException {
        Shell.Result result = run(verb, List.of(words));
        if (!result.ok()) {
            throw new ClusterException((result.out() + result.err()).strip().replaceAll("\\s*\\R\\s*", "; "));
        }
        return result.words();
    }

    private Shell.Result run(String verb, List<String> words) throws InterruptedException {
        return shell.run(site.serverCommand(verb, loser, words.toArray(String[]::new)), LIMIT);
    }
}
