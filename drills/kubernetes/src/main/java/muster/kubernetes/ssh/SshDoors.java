package muster.kubernetes.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.OperatorException;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.script.RemoteScript;

/**
 * Doors to nodes by {@code ssh}, as the operator's own {@code ssh NODE} would go: the configuration file says what a node's name means.
 * One connection to each node carries everything, lives on for a minute, and is shared with later commands. Safe for threads.
 */
public final class SshDoors implements NodeDoors {

    /** From the first packet to a session, at most. */
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private static final Duration LOGIN = Duration.ofSeconds(12);
    private static final Duration CONTROL = Duration.ofSeconds(3);

    /** A socket's path has 108 bytes (sun_path), of which ssh takes 17 for the name of a moment, and we 14. */
    private static final int LONGEST_FOLDER = 108 - 17 - 14;

    private static final int PORT_ATTEMPTS = 5;

    private final Path configuration;
    private final Path sockets;
    private final Map<String, Door> doors = new ConcurrentHashMap<>();
    private final List<Forward> forwards = new ArrayList<>();

    /** A node whose connection stands, and whether it was entered as root. */
    private record Door(boolean root) {}

    private record Forward(String node, String mapping) {}

    /**
     * @param configuration as for {@code ssh -F}
     * @param sockets a folder for the sockets of the connections; made if need be
     * @throws OperatorException if one of them cannot be read or made
     */
    public SshDoors(Path configuration, Path sockets) {
        if (!Files.isReadable(configuration)) {
            throw new OperatorException(
                    "%s cannot be read".formatted(configuration), "give --ssh a file as for: ssh -F FILE NODE");
        }
        this.configuration = configuration;
        this.sockets = folder(sockets);
    }

    private static Path folder(Path wanted) {
        try {
            if (wanted.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_FOLDER) {
                return Files.createTempDirectory("muster-ssh-");
            }
            Files.createDirectories(wanted);
            return Files.setPosixFilePermissions(wanted, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new OperatorException("the folder %s cannot be made: %s".formatted(wanted, e), "make it writable", e);
        }
    }

    @Override
    public Shell shell(String node) {
        return (script, deadline) -> run(node, script, deadline);
    }

    @Override
    public boolean throughApi() {
        return false;
    }

    @Override
    public String word() {
        return "ssh";
    }

    @Override
    public int forward(String node, String host, int port) throws InterruptedException {
        String words = "";
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            door(node);
            int local = freePort();
            String mapping = "127.0.0.1:%d:%s:%d".formatted(local, host, port);
            SshProgram.Ended ended = control(node, "forward", "-L", mapping);
            if (ended.exit() == 0) {
                synchronized (forwards) {
                    forwards.add(new Forward(node, mapping));
                }
                return local;
            }
            words = ended.words();
            // The connection that stood may have broken since.
            doors.remove(node);
        }
        throw new ClusterException("%s: ssh opens no tunnel to %s:%d: %s".formatted(node, host, port, words));
    }

    /** Ends the tunnels. The connections end by themselves after a minute without use. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        synchronized (forwards) {
            for (Forward forward : forwards) {
                try {
                    control(forward.node(), "cancel", "-L", forward.mapping());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            forwards.clear();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Shell.Result run(String node, String script, Duration deadline) throws InterruptedException {
        Door door = door(node);
        RemoteScript remote = new RemoteScript(script, deadline);
        List<String> command = ssh(node, "ControlMaster=no");
        command.addAll(List.of("-T", node, (door.root() ? "" : "sudo -n ") + "sh -c '" + RemoteScript.RUNNER + "'"));
        SshProgram.Ended ended = SshProgram.run(command, remote.input(), deadline);
        Shell.Result result = remote.result(ended.out(), ended.err()).orElse(null);
        if (!ended.inTime()) {
            throw new ClusterException("%s: the script was %s after %d ms: %s"
                    .formatted(
                            node,
                            result == null ? "given up, and its node kills it," : "killed",
                            deadline.toMillis(),
                            result == null ? ended.words() : result.words()));
        }
        if (result == null) {
            doors.remove(node);
            throw Refusal.of(node, configuration, ended);
        }
        return result;
    }

    /** The connection to a node, made if it is not there; one attempt at a time for each node. */
    private Door door(String node) throws InterruptedException {
        Door known = doors.get(node);
        if (known != null) {
            return known;
        }
        if (!node.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw OperatorException.usage("\"%s\" is no name of a node".formatted(node), "muster site show NAME");
        }
        synchronized (lock(node)) {
            Door other = doors.get(node);
            if (other != null) {
                return other;
            }
            Door opened = open(node);
            doors.put(node, opened);
            return opened;
        }
    }

    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    private Object lock(String node) {
        return locks.computeIfAbsent(node, missing -> new Object());
    }

    private Door open(String node) throws InterruptedException {
        boolean there = control(node, "check").exit() == 0;
        List<String> command = ssh(node, there ? "ControlMaster=no" : "ControlMaster=auto");
        command.addAll(List.of("-o", "ControlPersist=60", "-T", node, "id -u"));
        SshProgram.Ended ended = SshProgram.run(command, "", LOGIN);
        if (!ended.inTime() || ended.exit() != 0 || !ended.out().strip().matches("\\d+")) {
            throw Refusal.of(node, configuration, ended);
        }
        if (ended.out().strip().equals("0")) {
            return new Door(true);
        }
        List<String> sudo = ssh(node, "ControlMaster=no");
        sudo.addAll(List.of("-T", node, "sudo -n true"));
        SshProgram.Ended allowed = SshProgram.run(sudo, "", LOGIN);
        if (allowed.exit() != 0) {
            throw new OperatorException(
                    "%s: ssh enters as an ordinary user, who may not become root: %s".formatted(node, allowed.words()),
                    "enter as root, or allow sudo without a password there (NOPASSWD)");
        }
        return new Door(false);
    }

    private SshProgram.Ended control(String node, String verb, String... more) throws InterruptedException {
        List<String> command = ssh(node, "ControlMaster=no");
        command.addAll(List.of("-O", verb));
        command.addAll(List.of(more));
        command.add(node);
        return SshProgram.run(command, "", CONTROL);
    }

    private List<String> ssh(String node, String master) {
        return new ArrayList<>(List.of(
                "ssh",
                "-F",
                configuration.toString(),
                "-o",
                "BatchMode=yes",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "ConnectTimeout=" + CONNECT.toSeconds(),
                "-o",
                "ServerAliveInterval=3",
                "-o",
                "ServerAliveCountMax=2",
                "-o",
                "ForwardAgent=no",
                "-o",
                "ForwardX11=no",
                "-o",
                master,
                "-S",
                socket(node).toString()));
    }

    /** One socket for each node and configuration: two sites may call different machines by one name. */
    private Path socket(String node) {
        UUID name =
                UUID.nameUUIDFromBytes((configuration.toAbsolutePath() + "\n" + node).getBytes(StandardCharsets.UTF_8));
        return sockets.resolve(name.toString().replace("-", "").substring(0, 12));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new OperatorException("no port is free on the loopback: " + e.getMessage(), "muster doctor", e);
        }
    }
}
