package muster.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import muster.engine.history.OperatorException;

/** Whether this user may make namespaces, and which of the kernel's settings forbids it (user_namespaces(7), namespaces(7)). */
final class Namespaces {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Namespaces() {}

    /** True if we are not root, so that the lab needs a user namespace. */
    static boolean ordinaryUser() {
        return !ownUser().equals("0");
    }

    /** The command that begins a process in namespaces of its own, as number 1 of its process namespace. */
    static List<String> unshare() {
        List<String> command = new ArrayList<>(List.of("unshare"));
        if (ordinaryUser()) {
            command.addAll(List.of("--user", "--map-root-user"));
        }
        command.addAll(List.of("--mount", "--ipc", "--pid", "--fork", "--mount-proc", "--kill-child"));
        return command;
    }

    /** Tries what a lab does; empty if it is allowed, else why not. */
    static Optional<OperatorException> forbidden() throws InterruptedException {
        List<String> attempt = new ArrayList<>(unshare());
        attempt.addAll(List.of("unshare", "--net", "true"));
        Command.Result result = Command.run(attempt, LIMIT);
        return result.ok()
                ? Optional.empty()
                : Optional.of(explain(result.words(), ordinaryUser(), Namespaces::setting));
    }

    /** Why namespaces cannot be made, judged by the kernel's settings. */
    static OperatorException explain(String error, boolean ordinaryUser, UnaryOperator<String> setting) {
        if (!ordinaryUser) {
            return new OperatorException(
                    "root may not make namespaces here: " + error,
                    "if this is a container, start it with --privileged, or run Muster outside it");
        }
        for (Map.Entry<String, String> each : List.of(
                Map.entry("kernel.unprivileged_userns_clone", "0"),
                Map.entry("kernel.apparmor_restrict_unprivileged_userns", "1"),
                Map.entry("user.max_user_namespaces", "0"),
                Map.entry("user.max_net_namespaces", "0"),
                Map.entry("user.max_pid_namespaces", "0"),
                Map.entry("user.max_mnt_namespaces", "0"))) {
            if (setting.apply(each.getKey()).equals(each.getValue())) {
                return new OperatorException(
                        "an ordinary user may not make namespaces here: the kernel's setting %s is %s"
                                .formatted(each.getKey(), each.getValue()),
                        "as root: sysctl -w %s=%s; or run Muster as root"
                                .formatted(each.getKey(), allowing(each.getKey(), each.getValue())));
            }
        }
        return new OperatorException(
                "an ordinary user may not make namespaces here, and no setting that we know says why: " + error,
                "run Muster as root; in a container, start it with --privileged");
    }

    private static String allowing(String setting, String forbidding) {
        if (setting.startsWith("user.max_")) {
            return "10000";
        }
        return forbidding.equals("0") ? "1" : "0";
    }

    private static String setting(String name) {
        return line(Path.of("/proc/sys", name.split("\\.", -1)));
    }

    private static String ownUser() {
        for (String line : line(Path.of("/proc/self/status")).split("\n", -1)) {
            if (line.startsWith("Uid:")) {
                return line.split("\\s+", -1)[2];
            }
        }
        throw new IllegalStateException("/proc/self/status names no user");
    }

    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            // A kernel without that setting does not forbid anything by it.
            return "";
        }
    }
}
