package muster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import muster.engine.cluster.Shell;

/** The manifests as they lie in the project, carried to a server and applied there by its own kubectl. */
public final class Manifests {

    static final List<String> BASES = List.of("workload", "roles", "node-agent", "cnpg-switchover", "postgres");

    /** PostgreSQL for a cluster that has no claims to give, over the base of the project. */
    static final String PRACTICE = "../drills/kubernetes/src/test/resources/postgres";

    private static final Path FOLDER = Path.of("..", "..", "k8s-manifests");
    private static final Duration AMPLE = Duration.ofSeconds(90);
    private static final String STRICT = " --validate=strict --warnings-as-errors";

    private final Shell server;
    private final String home;
    private final String copy;

    /** @param server a shell on a server */
    public Manifests(Shell server) throws IOException, InterruptedException {
        this.server = server;
        home = said("mktemp -d /tmp/muster-manifests.XXXXXX").strip();
        copy = home + "/k8s-manifests";
        List<String> carried = new ArrayList<>(files(""));
        carried.add(PRACTICE + "/kustomization.yaml");
        for (String file : carried) {
            String text = Base64.getEncoder().encodeToString(Files.readAllBytes(FOLDER.resolve(file)));
            said("mkdir -p %1$s/$(dirname %2$s) && echo %3$s | base64 -d >%1$s/%2$s".formatted(copy, file, text));
        }
    }

    /** Every object, without a warning; waits until the agent runs on every node. */
    public void applyAll() throws InterruptedException {
        // Its data go with its pods, and so a change begins anew: pods that are replaced one by one would each wait for
        // the other's data.
        said("k3s kubectl diff -k %s/%s >/dev/null 2>&1 || ".formatted(copy, PRACTICE)
                + "k3s kubectl delete statefulset postgres -n muster-postgres --cascade=foreground --ignore-not-found");
        for (String base : BASES) {
            apply("-k", base.equals("postgres") ? PRACTICE : base, "");
        }
        said("k3s kubectl rollout status daemonset/muster-node-agent -n muster-agent --timeout=60s");
        said("k3s kubectl rollout status statefulset/postgres -n muster-postgres --timeout=80s");
    }

    /** PostgreSQL in a namespace of its own, each server on a volume of 220 MiB that is its own file system; waits until it stands. */
    public void applyOnSmallVolumes(String namespace) throws InterruptedException {
        said("""
                k3s kubectl kustomize %1$s/%2$s | sed -e 's/muster-postgres/%3$s/g' \
                    -e '/^      - emptyDir: {}$/ { N; s/{}\\n        name: data$/{medium: Memory, sizeLimit: 220Mi}\\n        name: data/ }' |
                    k3s kubectl apply -f -%4$s""".formatted(copy, PRACTICE, namespace, STRICT));
        said("k3s kubectl rollout status statefulset/postgres -n %s --timeout=80s".formatted(namespace));
    }

    /** Takes the copy away; what was applied stays. */
    public void forget() throws InterruptedException {
        said("rm -rf " + home);
    }

    /** Those whose names end so. */
    static List<String> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER)) {
            return all.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
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

    /** What another apply would change; kubectl itself says "configured" of some kinds whatever they are. */
    String differences(String base) throws InterruptedException {
        return said("k3s kubectl diff -k %s/%s".formatted(copy, base));
    }

    /** As if nothing of that name was there: what a StatefulSet claims cannot be changed, not even for a try. */
    void dryRunBesideWhatIsThere(String base) throws InterruptedException {
        said(
                "k3s kubectl kustomize %s/%s | sed 's/^  name: postgres$/  name: postgres-tried/' | k3s kubectl apply -f - --dry-run=server"
                                .formatted(copy, base)
                        + STRICT);
    }

    /** What a script on the server prints, having neither failed nor complained. */
    public String said(String script) throws InterruptedException {
        Shell.Result result = server.run(script, AMPLE);
        assertThat(result.err()).as(script).isEmpty();
        assertThat(result.exit()).as("%s: %s", script, result.out()).isZero();
        return result.out();
    }
}
