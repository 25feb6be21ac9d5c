package muster.lab.k3s;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.lab.Command;

/** The way into the servers while they come up: {@code ssh}, as everybody goes later. */
record Door(Path configuration) {

    /** The words that stand before a command to run it on a server. */
    List<String> entrance(String server) {
        return new ArrayList<>(List.of("ssh", "-F", configuration.toString(), server));
    }

    Command.Result run(K3sServer server, String script, Duration deadline) throws InterruptedException {
        List<String> command = entrance(server.name());
        command.add(script);
        return Command.run(command, deadline);
    }
}
