package muster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.cluster.Shell;

/** The manifests as they lie in the project, carried to a server and applied there by its own kubectl. */
public final class Manifests {

    static final List<String> BASES = List.of("workload", "roles", "node-agent");

    private static final Path FOLDER = Path.of("..", "..", "k8s-manifests");
    private static final Duration AMPLE = Duration.ofSeconds(90);
    private static final String STRICT = " --validate=strict --warnings-as-errors";

    private final Shell server;
    private final String copy;

    /** @param server a shell on a server */
    public Manifests(Shell server) throws IOException, InterruptedException {
        this.server = server;
        copy = said("mktemp -d /tmp/muster-manifests.XXXXXX").strip();
        for (String file : files()) {
            String text = Base64.getEncoder().encodeToString(Files.readAllBytes(FOLDER.resolve(file)));
            said("mkdir -p %1$s/$(dirname %2$s) && echo %3$s | base64 -d >%1$s/%2$s".formatted(copy, file, text));
        }
    }

    /** Every object, without a warning; waits until the agent runs on every node. */
    public void applyAll() throws InterruptedException {
        for (String base : BASES) {
            apply("-k", base, "");
        }
        said("k3s kubectl rollout status daemonset/muster-node-agent -n muster-agent --timeout=60s");
    }

    /** Takes the copy away; what was applied stays. */
    public void forget() throws InterruptedException {
        said("rm -rf " + copy);
    }

    static List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> FOLDER.relativize(file).toString())
                    .toList();
        }
    }

    static String text(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }

    String kustomize(String base) throws InterruptedException {
        return said("k3s kubectl kustomize %s/%s".formatted(copy, base));
    }

    String apply(String kind, String what, String more) throws InterruptedException {
        return said("k3s kubectl apply %s %s/%s %s".formatted(kind, copy, what, more) + STRICT);
    }

    /** What a script on the server prints, having neither failed nor complained. */
    String said(String script) throws InterruptedException {
        Shell.Result result = server.run(script, AMPLE);
        assertThat(result.err()).as(script).isEmpty();
        assertThat(result.exit()).as("%s: %s", script, result.out()).isZero();
        return result.out();
    }
}
