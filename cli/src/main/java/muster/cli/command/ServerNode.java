package muster.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.history.ClusterException;
import muster.engine.history.Member;
import muster.postgres.reconcile.Node;

/** A losing server, by the verbs of the servers' own script. */
final class ServerNode implements Node {

    /** A copy of a large data directory takes minutes. */
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private static final int REFUSED = 9;

    private final Site site;
    private final Commands commands;
    private final Member loser;
    private final String winner;

    /** What is done to a server: a script for its node. */
    @FunctionalInterface
    interface Commands {
        /** One verb of {@code server.sh}, and what follows the server's name. */
        String of(String verb, Member server, String... words);
    }

    ServerNode(ReconciledServers servers, String loser, String winner) {
        this.site = servers.site();
        this.commands = servers.commands();
        this.winner = winner;
        this.loser = site.members().stream()
                .filter(member -> member.name().equals(loser))
                .findFirst()
                .orElseThrow();
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
        Shell.Result result = run(loser, "rewind-to", words);
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
        StringBuilder company = new StringBuilder(follows);
        // Who followed the loser past the fork has rows of its branch, and comes back as every server does that went
        // too far. All that it
        // has alone was the loser's, too.
        for (Member other : site.members()) {
            if (!other.equals(loser) && !other.name().equals(winner)) {
                company.append("; ").append(words(run(other, "rejoin", List.of())));
            }
        }
        return company.toString();
    }

    private String done(String verb, String... words) throws InterruptedException {
        return words(run(loser, verb, List.of(words)));
    }

    private static String words(Shell.Result result) {
        if (!result.ok()) {
            throw new ClusterException((result.out() + result.err()).strip().replaceAll("\\s*\\R\\s*", "; "));
        }
        return result.words();
    }

    private Shell.Result run(Member server, String verb, List<String> words) throws InterruptedException {
        return site.shell(server.node()).run(commands.of(verb, server, words.toArray(String[]::new)), LIMIT);
    }
}
