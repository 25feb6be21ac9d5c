package muster.lab;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What the lab's scripts read: shell variables, one a line. */
final class Settings {

    private Settings() {}

    static String text(Shape shape, List<Integer> ports) {
        List<String> names = shape.names();
        StringBuilder text = new StringBuilder();
        put(text, "etcd", Program.ETCD.require().toString());
        put(text, "subnet", Address.SUBNET);
        put(text, "members", String.join(" ", names));
        put(
                text,
                "cluster",
                String.join(
                        ",",
                        names.stream()
                                .map(name -> name + "=" + Address.peer(name))
                                .toList()));
        // Its own for each lab: etcd derives the identities of members and cluster from it.
        put(
                text,
                "token",
                "muster-"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
        put(
                text,
                "heartbeat_millis",
                String.valueOf(shape.profile().timers().heartbeat().toMillis()));
        put(
                text,
                "election_millis",
                String.valueOf(shape.profile().timers().election().toMillis()));
        for (int i = 0; i < names.size(); i++) {
            put(text, "port_" + names.get(i), ports.get(i).toString());
        }
        return text.toString();
    }

    private static void put(StringBuilder text, String name, String value) {
        text.append(name).append('=').append(quote(value)).append('\n');
    }

    /** A value as one word of the shell. */
    static String quote(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
