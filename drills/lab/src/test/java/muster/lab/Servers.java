package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import muster.engine.cluster.Shell;

/** What the tests of PostgreSQL servers do to a lab: SQL as Muster's role, and the verbs of the server's script. */
final class Servers {

    private static final Duration AMPLE = Duration.ofSeconds(60);

    private final Path folder;

    Servers(Path folder) {
        this.folder = folder;
    }

    Lab lab() {
        return Lab.require(folder);
    }

    LabSite site() {
        return new LabSite(lab(), LabSite.POSTGRES);
    }

    Shell.Result run(String server, String script) throws InterruptedException {
        return site().shell(server).run(script, AMPLE);
    }

    /** A verb that must succeed; what it printed. */
    String does(String server, String verb) throws InterruptedException {
        Shell.Result result = verb(server, verb);
        assertThat(result.ok()).as(verb + ": " + result).isTrue();
        return result.out();
    }

    Shell.Result verb(String server, String verb) throws InterruptedException {
        String[] words = verb.split(" ", 2);
        return run(
                server,
                "sh %s %s %s %s"
                        .formatted(
                                Settings.quote(lab().folder().serverScript().toString()),
                                words[0],
                                server,
                                words.length > 1 ? words[1] : ""));
    }

    /** What a query that must succeed answers on one server. */
    String sql(String server, String query) throws InterruptedException {
        Shell.Result result = query(server, query);
        assertThat(result.ok()).as(query + ": " + result).isTrue();
        return result.out().strip();
    }

    Shell.Result query(String server, String query) throws InterruptedException {
        return run(
                server,
                "%s -XAtq -w -h %s -U muster -d muster -c %s"
                        .formatted(
                                Settings.quote(PostgresFolder.require().path() + "/psql"),
                                Address.of(server),
                                Settings.quote(query)));
    }
}
