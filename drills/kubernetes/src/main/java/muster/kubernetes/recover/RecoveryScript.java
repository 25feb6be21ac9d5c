package muster.kubernetes.recover;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import muster.engine.cluster.Procedure;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;

/** The script by which every step is done on its node. It travels with each call, so that nothing need be there before. */
final class RecoveryScript {

    private static final String NOBODY = "none";
    private static final Duration LOOK = Duration.ofSeconds(20);

    private final NodeDoors doors;
    private final Procedure.Gate gate;
    private final String text;

    /** @param gate how steps are done; looking goes through the doors */
    RecoveryScript(NodeDoors doors, Procedure.Gate gate) {
        this.doors = doors;
        this.gate = gate;
        this.text = text();
    }

    /** What a server tells of itself; never fails for its sake. */
    Account survey(RecoverableServer server) throws InterruptedException {
        try {
            Shell.Result result = run(server, "survey", NOBODY, "", LOOK);
            if (!result.ok()) {
                return Account.closed(server.node(), result.words());
            }
            Account account = Account.of(server.node(), result.out());
            return account.silent() ? account.withEnd(logEnd(server)) : account;
        } catch (ClusterException | OperatorException e) {
            return Account.closed(server.node(), String.valueOf(e.getMessage()));
        }
    }

    /** Without a majority a member that was started anew answers nobody; its log tells how far it had come. */
    private Optional<WriteAheadLog.End> logEnd(RecoverableServer server) throws InterruptedException {
        return WriteAheadLog.end(demand(server, run(server, "log", NOBODY, "", Duration.ofSeconds(60))));
    }

    /**
     * Where the snapshot lies that a drill saved on this server a while ago.
     *
     * @throws ClusterException if there is none, or it is too old
     */
    String saved(RecoverableServer server) throws InterruptedException {
        return demand(server, run(server, "saved", NOBODY, "", LOOK)).strip();
    }

    /** Every key of etcd as this server's member has it. */
    String keys(RecoverableServer server) throws InterruptedException {
        return demand(server, run(server, "keys", NOBODY, "", Duration.ofSeconds(90)));
    }

    /**
     * One step.
     *
     * @return what the node said
     * @throws ClusterException if it was refused or failed
     */
    String step(RecoverableServer server, String verb, String id, String word, Duration limit)
            throws InterruptedException {
        return demand(server, gate.run(server.node(), script(server, verb, id, word), limit))
                .strip();
    }

    private Shell.Result run(RecoverableServer server, String verb, String id, String word, Duration limit)
            throws InterruptedException {
        return doors.shell(server.node()).run(script(server, verb, id, word), limit);
    }

    private String script(RecoverableServer server, String verb, String id, String word) {
        return "set -- %s %s '%s' %s '%s'\n%s".formatted(verb, server.node(), server.data(), id, word, text);
    }

    private static String demand(RecoverableServer server, Shell.Result result) {
        if (!result.ok()) {
            String why = result.err().isBlank() ? result.words() : result.err().strip();
            throw new ClusterException(why.startsWith(server.node()) ? why : "%s: %s".formatted(server.node(), why));
        }
        return result.out();
    }

    static String text() {
        try (InputStream script = RecoveryScript.class.getResourceAsStream("recover.sh")) {
            if (script == null) {
                throw new IllegalStateException("resource missing: recover.sh");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
