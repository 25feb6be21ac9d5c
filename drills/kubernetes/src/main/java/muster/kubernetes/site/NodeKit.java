package muster.kubernetes.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import muster.engine.cluster.Guarding;
import muster.engine.cluster.Shell;
import muster.engine.fault.Guard;
import muster.engine.fault.PacketFilters;
import muster.engine.history.ClusterException;
import muster.kubernetes.recover.Recovery;

/**
 * The scripts that a node must have on its own disk, so that it heals without us and after a reboot. Their folder is named by what is in
 * it: another version of Muster lies beside it, and what that one armed keeps its scripts.
 */
final class NodeKit {

    private static final String HOME = "/var/lib/muster";
    private static final String END = "MUSTER-END-OF-FILE";
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int NAME_BYTES = 6;
    private static final List<String> OWN = List.of(
            "server.sh",
            "quota.sh",
            "alarm.sh",
            "grpc.sh",
            "member.sh",
            "joins.sh",
            "disk.sh",
            "lost-disk.sh",
            "containers.sh",
            "kept.sh",
            PatroniLever.SCRIPT,
            CloudNativePgLever.SCRIPT,
            PodLevers.SCRIPT);

    private final Map<String, String> files = new TreeMap<>();
    private final String folder;

    NodeKit() {
        files.put("guard.sh", Guard.script());
        files.put("filter.sh", PacketFilters.script());
        files.put("recover.sh", Recovery.script());
        for (String own : OWN) {
            files.put(own, read(own));
        }
        folder = "%s/kit-%s".formatted(HOME, digest());
    }

    /** The words that run one of the scripts. */
    String command(String script) {
        return "sh %s/%s".formatted(folder, script);
    }

    /** Where the scripts lie. */
    String folder() {
        return folder;
    }

    /** How a node is guarded by them. */
    Guarding guarding() {
        return new Guarding(
                "%s %s".formatted(command("guard.sh"), guard()),
                "%s %s %s \"$@\"".formatted(command("alarm.sh"), folder(), guard()));
    }

    /** Where the guard keeps what it knows. One for all versions: it is what keeps two drills apart. */
    String guard() {
        return HOME + "/guard";
    }

    /**
     * Puts the scripts on a node, unless they are there.
     *
     * @throws ClusterException if the node cannot be reached, or does not take them
     * @throws InterruptedException if this thread is interrupted
     */
    void install(String node, Shell shell) throws InterruptedException {
        if (shell.run("[ -e %s/complete ]".formatted(folder), LIMIT).ok()) {
            return;
        }
        StringBuilder script = new StringBuilder("""
                set -eu
                umask 077
                fresh=%1$s.$$
                mkdir -p "$fresh"
                cd "$fresh"
                """.formatted(folder));
        files.forEach((name, text) -> script.append(
                "cat >%s <<'%s'\n%s%s\n".formatted(name, END, text.endsWith("\n") ? text : text + "\n", END)));
        script.append("""
                : >complete
                sync -- *
                # Whoever was faster has put the same there.
                mv -T "$fresh" %1$s 2>/dev/null || rm -rf "$fresh"
                [ -e %1$s/complete ]
                sync %1$s %2$s
                """.formatted(folder, HOME));
        Shell.Result result = shell.run(script.toString(), LIMIT);
        if (!result.ok()) {
            throw new ClusterException(
                    "%s does not take Muster's scripts in %s: %s".formatted(node, HOME, result.words()));
        }
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, text) -> digest.update((name + "\n" + text).getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of the scripts as words for a shell that has none of them, for whoever only looks. */
    String inline(String script, String arguments) {
        return "set -- %s\n%s".formatted(arguments, files.get(script));
    }

    private static String read(String name) {
        try (InputStream script = NodeKit.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("resource missing: " + name);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
