package muster.lab;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import muster.engine.history.Timers;

/** What the lab's scripts read: shell variables, one a line. */
final class Settings {

    /**
     * How big etcd's database may grow: small enough to be filled within seconds, and big enough for a long run, because the lab's etcd
     * compacts its history every five minutes, as the Kubernetes API server does.
     */
    private static final long QUOTA_BYTES = 40L << 20;

    private final StringBuilder text = new StringBuilder();

    private Settings() {}

    /**
     * The text.
     *
     * @param ports the loopback ports, in the order of the shape's names
     * @param templates where templates of data directories are kept
     */
    static String text(Shape shape, List<Integer> ports, Path templates) {
        Settings settings = new Settings();
        settings.put("subnet", Address.SUBNET);
        settings.put("members", String.join(" ", shape.members()));
        settings.put("servers", String.join(" ", shape.servers()));
        List<String> names = shape.names();
        for (int i = 0; i < names.size(); i++) {
            settings.put("address_" + names.get(i), Address.of(names.get(i)));
            settings.put("port_" + names.get(i), ports.get(i).toString());
        }
        DiskLimit disk = shape.disk();
        settings.put("disk_mib", String.valueOf(disk == null ? 0 : disk.mebibytes()));
        if (shape.etcd() > 0) {
            settings.etcd(shape);
        }
        if (shape.postgres() > 0) {
            settings.put("postgres_folder", PostgresFolder.require().path().toString());
            settings.put("templates", templates.toString());
            settings.put("faketime", shape.clocks() ? FakeTime.require().toString() : "");
        }
        return settings.text.toString();
    }

    private void etcd(Shape shape) {
        put("etcd", Program.ETCD.require().toString());
        put(
                "cluster",
                String.join(
                        ",",
                        shape.members().stream()
                                .map(name -> name + "=" + Address.peer(name))
                                .toList()));
        // Its own for each lab: etcd derives the identities of members and cluster from it.
        put(
                "token",
                "muster-"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        Timers timers = shape.profile().timers();
        put("heartbeat_millis", String.valueOf(timers.heartbeat().toMillis()));
        put("election_millis", String.valueOf(timers.election().toMillis()));
        put("quota_bytes", String.valueOf(QUOTA_BYTES));
    }

    private void put(String name, String value) {
        text.append(name).append('=').append(quote(value)).append('\n');
    }

    /** A value as one word of the shell. */
    static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
