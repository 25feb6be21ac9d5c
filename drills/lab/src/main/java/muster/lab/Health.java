package muster.lab;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks members whether they are healthy, through their relays: good enough for waiting, never for measuring. */
final class Health {

    private static final int LIMIT_MILLIS = 1_000;

    private Health() {}

    /** True if the member behind a loopback port has a leader and serves; etcd's own {@code /health} page says so. */
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
