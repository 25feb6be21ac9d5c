package muster.lab.k3s;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.lab.Command;
import muster.lab.FirstProcess;
import muster.lab.Lab;
import muster.lab.Unshared;

/** The machines of a cluster that is coming up, by their first process: even {@code kill -9} of this process leaves no machine. */
final class Machines {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final K3sFolder folder;
    private final Unshared unshared;

    private Machines(K3sFolder folder, Unshared unshared) {
        this.folder = folder;
        this.unshared = unshared;
    }

    static Machines start(K3sFolder folder) {
        List<String> command = List.of(
                "setsid",
                "unshare",
                "--mount",
                "--ipc",
                "--pid",
                "--fork",
                "--mount-proc",
                "--kill-child",
                "sh",
                folder.path().resolve("first.sh").toString(),
                folder.path().toString());
        try {
            return new Machines(
                    folder,
                    new Unshared(Command.builder(command)
                            .redirectError(folder.log().toFile())
                            .start()));
        } catch (IOException e) {
            throw folder.lab().unwritable(e);
        }
    }

    /**
     * Waits until all are switched on.
     *
     * @throws OperatorException if one of them cannot be
     */
    void awaitStarted(Consumer<String> progress) throws InterruptedException {
        BufferedReader told = unshared.process().inputReader();
        try {
            while (true) {
                if (!told.ready()) {
                    demandAlive();
                    Thread.sleep(PAUSE);
                    continue;
                }
                String line = told.readLine();
                if (line.equals("started")) {
                    return;
                }
                if (line.startsWith("say ")) {
                    progress.accept(line.substring("say ".length()));
                } else {
                    throw failed(line.replaceFirst("^failed ", ""));
                }
            }
        } catch (IOException e) {
            throw new ClusterException("the lab's first process cannot be read", e);
        }
    }

    /** @throws OperatorException if the first process has ended */
    void demandAlive() {
        if (!unshared.process().isAlive()) {
            String words = Lab.lastLine(folder.log());
            throw failed(words.isEmpty() ? "its first process ended without a word" : words);
        }
    }

    private static OperatorException failed(String why) {
        return new OperatorException(
                "the K3s servers were not started: " + why,
                why.startsWith("debootstrap")
                        ? "see whether this machine reaches deb.debian.org, then the same again"
                        : "mend that, then the same again");
    }

    /** The process that everything ends with. */
    FirstProcess first() {
        return unshared.first();
    }

    void letStay() {
        unshared.letStay();
    }

    /** Ends them, and returns when all that ran in them is gone. */
    void end() {
        unshared.end();
    }
}
