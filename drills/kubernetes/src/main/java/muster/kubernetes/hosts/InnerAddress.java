package muster.kubernetes.hosts;

import java.time.Duration;
import java.util.Optional;
import muster.engine.cluster.Shell;

/** Where a host itself reaches a port that nobody else may reach. Only connects, and sends nothing. */
public final class InnerAddress {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String SCRIPT = """
            for each in 127.0.0.1 "$address"; do
                if timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$each" "$port" 2>/dev/null; then
                    echo "$each"
                    exit 0
                fi
            done
            exit 0
            """;

    private InnerAddress() {}

    /**
     * Asks the host: its loopback first.
     *
     * @param address another address of that host, in digits
     * @return empty if the host does not reach the port either
     * @throws muster.engine.history.ClusterException if the host cannot be reached
     * @throws muster.engine.history.OperatorException if we are not let in
     * @throws InterruptedException if this thread is interrupted
     */
    public static Optional<String> of(Shell shell, String address, int port) throws InterruptedException {
        if (!address.matches("[0-9a-fA-F.:]+")) {
            throw new IllegalArgumentException(address);
        }
        Shell.Result result = shell.run("address='%s' port=%d\n".formatted(address, port) + SCRIPT, DEADLINE);
        return Optional.of(result.out().strip()).filter(found -> !found.isEmpty());
    }
}
