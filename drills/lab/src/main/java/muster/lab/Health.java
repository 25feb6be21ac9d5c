package muster.lab;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks members and servers whether they are healthy: good enough for waiting, never for measuring. */
final class Health {

    private static final int LIMIT_MILLIS = 1_000;
    private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(10);

    private final LabFolder folder;
    private final FirstProcess first;

    Health(LabFolder folder, FirstProcess first) {
        this.folder = folder;
        this.first = first;
    }

    /** True if an etcd member has a leader and serves, or a PostgreSQL server is the primary or streams from it. */
    boolean healthy(LabFacts.LabMember member) throws InterruptedException {
        if (!member.postgres()) {
            return healthy(member.relayPort());
        }
        String script =
                "sh %s well %s".formatted(Settings.quote(folder.serverScript().toString()), member.name());
        return new LabShell(first, member.node(), member.holderPid())
                .run(script, SCRIPT_LIMIT)
                .ok();
    }

    /** True if the etcd member behind a loopback port has a leader and serves; its own {@code /health} page says so. */
    static boolean healthy(int relayPort) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:%d/health".formatted(relayPort))
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            connection.setUseCaches(false);
            try (var body = connection.getInputStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8).contains("\"health\":\"true\"");
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            // Not listening yet, or without a leader (etcd answers 503): that is what is being waited for.
            return false;
        }
    }
}
