package muster.kubernetes.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.Timers;
import org.jspecify.annotations.Nullable;

/**
 * What a server's own files and its systemd tell, read through a shell. Paths and settings are those of K3s's documentation (docs.k3s.io:
 * {@code k3s server}, configuration file, environment file) and its {@code pkg/etcd}.
 *
 * @param unit systemd's word of {@code k3s.service}: {@code active}, {@code activating}, {@code failed}, …
 * @param restarts how often systemd restarted it by itself
 * @param data the data directory
 * @param member the name of its etcd member; null if it has none
 * @param wal true if embedded etcd has a log there
 * @param sqlite true if there is an SQLite database
 * @param endpoint the scheme of the configured external datastore, and nothing more of it: it holds a password; null if there is none
 * @param timers the timers that its etcd runs with
 */
public record NodeSurvey(
        String unit,
        long restarts,
        String data,
        @Nullable String member,
        boolean wal,
        boolean sqlite,
        @Nullable String endpoint,
        Timers timers) {

    private static final Duration DEADLINE = Duration.ofSeconds(4);

    /** K3s's own, unless an {@code --etcd-arg} says otherwise (k3s-io/k3s, {@code pkg/etcd/etcd.go}). */
    private static final Timers K3S = new Timers(Duration.ofMillis(500), Duration.ofMillis(5000));

    private static final String SCRIPT = """
            say() { [ -z "$2" ] || printf '%s %s\\n' "$1" "$2"; }
            settings=$(systemctl show --property=ExecStart --value k3s
                cat /etc/rancher/k3s/config.yaml /etc/rancher/k3s/config.yaml.d/*.yaml \\
                    /etc/systemd/system/k3s.service.env /etc/default/k3s 2>/dev/null)
            found() { printf '%s\\n' "$settings" | sed -n "$1" | tail -n 1; }
            data=$(found 's/.*data-dir["=: ]*\\(\\/[^" ;]*\\).*/\\1/p')
            data=${data:-/var/lib/rancher/k3s}
            say data "$data"
            say unit "$(systemctl is-active k3s)"
            say restarts "$(systemctl show --property=NRestarts --value k3s)"
            say member "$(cat "$data/server/db/etcd/name" 2>/dev/null)"
            [ -d "$data/server/db/etcd/member/wal" ] && say wal yes
            [ -f "$data/server/db/state.db" ] && say sqlite yes
            say endpoint "$(found 's/.*\\(datastore-endpoint\\|DATASTORE_ENDPOINT\\)[^a-z]*\\([a-z]*\\):\\/\\/.*/\\2/p')"
            say heartbeat "$(found 's/.*heartbeat-interval=\\([0-9]*\\).*/\\1/p')"
            say election "$(found 's/.*election-timeout=\\([0-9]*\\).*/\\1/p')"
            exit 0
            """;

    /**
     * Asks one server.
     *
     * @throws ClusterException if it cannot be reached or says something else
     * @throws muster.engine.history.OperatorException if we are not let in
     * @throws InterruptedException if this thread is interrupted
     */
    static NodeSurvey of(String node, Shell shell) throws InterruptedException {
        Shell.Result result = shell.run(SCRIPT, DEADLINE);
        Map<String, String> said = new HashMap<>();
        result.out().lines().filter(line -> line.contains(" ")).forEach(line -> {
            int space = line.indexOf(' ');
            said.put(line.substring(0, space), line.substring(space + 1).strip());
        });
        String data = said.get("data");
        if (!result.ok() || data == null) {
            throw new ClusterException("%s: its settings cannot be read: %s".formatted(node, result.words()));
        }
        return new NodeSurvey(
                Objects.requireNonNullElse(said.get("unit"), "unknown"),
                number(said.get("restarts"), 0),
                data,
                said.get("member"),
                said.containsKey("wal"),
                said.containsKey("sqlite"),
                said.get("endpoint"),
                new Timers(
                        Duration.ofMillis(
                                number(said.get("heartbeat"), K3S.heartbeat().toMillis())),
                        Duration.ofMillis(
                                number(said.get("election"), K3S.election().toMillis()))));
    }

    /**
     * The certificates by which its etcd is asked, from K3s's folder for them.
     *
     * @throws ClusterException if they cannot be read
     * @throws InterruptedException if this thread is interrupted
     */
    EtcdCertificates certificates(String node, Shell shell) throws InterruptedException {
        String folder = data + "/server/tls/etcd";
        List<String> files = new ArrayList<>();
        for (String name : List.of("server-ca.crt", "client.crt", "client.key")) {
            Shell.Result file = shell.run("cat '%s/%s'".formatted(folder, name), DEADLINE);
            if (!file.ok()) {
                throw new ClusterException("%s: %s".formatted(node, file.words()));
            }
            files.add(file.out());
        }
        return new EtcdCertificates(node + ":" + folder, files.get(0), files.get(1), files.get(2));
    }

    private static long number(@Nullable String text, long otherwise) {
        return text == null || !text.matches("\\d{1,9}") ? otherwise : Long.parseLong(text);
    }
}
