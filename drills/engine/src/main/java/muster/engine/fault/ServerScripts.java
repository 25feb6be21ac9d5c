package muster.engine.fault;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The scripts that start, end and look at a PostgreSQL server and change whom it follows: the same in the lab and in a pod. They want a
 * file {@code server-ground.sh} beside them, which tells where things lie there.
 */
public final class ServerScripts {

    private static final List<String> NAMES = List.of(
            "server.sh",
            "server-process.sh",
            "server-replication.sh",
            "server-settings.sh",
            "server-remains.sh",
            "server-reconcile.sh",
            "server-loss.sh",
            "server.conf");

    private ServerScripts() {}

    /** Each file's text by its name, the servers' common settings among them. */
    public static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        NAMES.forEach(name -> files.put(name, NodeScript.read("server/" + name)));
        return files;
    }
}
