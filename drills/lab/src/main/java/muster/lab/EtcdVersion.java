package muster.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import muster.engine.history.OperatorException;

/** What {@code etcd --version} says. */
final class EtcdVersion {

    private static final String BEFORE = "etcd Version: ";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private EtcdVersion() {}

    /** @throws OperatorException if the program does not run here */
    static String of(Path etcd) throws InterruptedException {
        Command.Result result = Command.run(List.of(etcd.toString(), "--version"), LIMIT);
        return result.shell()
                .out()
                .lines()
                .filter(line -> line.startsWith(BEFORE))
                .map(line -> line.substring(BEFORE.length()).strip())
                .findFirst()
                .orElseThrow(() -> new OperatorException(
                        "%s --version does not name a version: %s".formatted(etcd, result.words()),
                        "see that it is etcd and runs on this machine"));
    }
}
