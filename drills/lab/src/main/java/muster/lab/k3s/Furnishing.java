package muster.lab.k3s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import muster.engine.history.ClusterException;
import muster.lab.Command;

/** Lays out the files that the servers find when they are switched on: program, units, settings, keys. */
final class Furnishing {

    private static final Duration KEY_LIMIT = Duration.ofSeconds(10);
    private static final String UNITS = "etc/systemd/system/";
    private static final String STARTED = UNITS + "multi-user.target.wants/";
    private static final int DISK_MIB = 2048;

    private final K3sFolder folder;
    private final K3sOrder order;
    private final Subnet subnet;
    private final List<K3sServer> servers;
    private final String token = UUID.randomUUID().toString();

    Furnishing(K3sFolder folder, K3sOrder order, Subnet subnet, List<K3sServer> servers) {
        this.folder = folder;
        this.order = order;
        this.subnet = subnet;
        this.servers = servers;
    }

    void furnish() throws InterruptedException {
        folder.put(folder.path().resolve("settings"), settings());
        makeKey(folder.key());
        try {
            layer();
            for (K3sServer server : servers) {
                server(server);
            }
        } catch (IOException e) {
            throw folder.lab().unwritable(e);
        }
        folder.put(folder.ssh(), sshConfiguration());
    }

    /** What the shell scripts read. */
    private String settings() {
        return """
                servers='%s'
                link=%s
                subnet=%s
                root='%s'
                disk_mib=%d
                """.formatted(
                        servers.stream().map(K3sServer::name).collect(Collectors.joining(" ")),
                        subnet.link(),
                        subnet.prefix(),
                        K3sFolder.root(),
                        DISK_MIB);
    }

    private void layer() throws IOException {
        Path program = folder.layer("usr/local/bin/k3s");
        Files.createDirectories(program.getParent());
        Files.copy(order.program(), program);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        unit("k3s.service", "k3s.service");
        unit("ground.service", "muster-ground.service");
        folder.put(folder.layer("etc/muster-lab/ground.sh"), K3sFolder.resource("ground.sh"));
        Path authorized = folder.layer("root/.ssh/authorized_keys");
        folder.put(authorized, Files.readString(publicHalf(folder.key())));
        Files.setPosixFilePermissions(folder.layer("root"), PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(authorized.getParent(), PosixFilePermissions.fromString("rwx------"));
    }

    /** A unit that is started at every boot. */
    private void unit(String resource, String name) throws IOException {
        folder.put(folder.layer(UNITS + name), K3sFolder.resource(resource));
        Path started = folder.layer(STARTED + name);
        Files.createDirectories(started.getParent());
        Files.createSymbolicLink(started, Path.of("..", name));
    }

    private void server(K3sServer server) throws IOException, InterruptedException {
        String name = server.name();
        folder.put(folder.upper(name, "etc/hostname"), name + "\n");
        folder.put(
                folder.upper(name, "etc/machine-id"),
                UUID.randomUUID().toString().replace("-", "") + "\n");
        folder.put(folder.upper(name, "etc/hosts"), hosts());
        folder.put(
                folder.upper(name, "etc/muster-lab/settings"),
                "address=%s\ngateway=%s\n".formatted(server.address(), subnet.nobody()));
        Path settings = folder.upper(name, "etc/rancher/k3s/config.yaml");
        folder.put(settings, K3sSettings.of(server, servers, token));
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
        folder.put(
                folder.upper(name, "etc/rancher/k3s/config.yaml.d/lab.yaml"),
                K3sSettings.packaged(!order.images().isEmpty()));
        Path key = folder.upper(name, "etc/ssh/ssh_host_ed25519_key");
        Files.createDirectories(key.getParent());
        makeKey(key);
        String known = Files.exists(folder.knownHosts()) ? Files.readString(folder.knownHosts()) : "";
        folder.put(folder.knownHosts(), known + server.address() + " " + Files.readString(publicHalf(key)));
        images(folder.images(name));
    }

    /** As links where they lie on the same file system: they may be large. */
    private void images(Path place) throws IOException {
        Files.createDirectories(place);
        for (Path archive : order.images()) {
            Path copy = place.resolve(archive.getFileName());
            if (Files.getFileStore(archive).equals(Files.getFileStore(place))
                    && !Files.isSymbolicLink(archive)
                    && Files.isRegularFile(archive, LinkOption.NOFOLLOW_LINKS)) {
                Files.createLink(copy, archive);
            } else {
                Files.copy(archive, copy);
            }
        }
    }

    private String hosts() {
        return "127.0.0.1 localhost\n"
                + servers.stream()
                        .map(server -> "%s %s\n".formatted(server.address(), server.name()))
                        .collect(Collectors.joining());
    }

    private String sshConfiguration() {
        StringBuilder text = new StringBuilder();
        for (K3sServer server : servers) {
            text.append("Host %s\n  HostName %s\n".formatted(server.name(), server.address()));
        }
        return text.append("""
                Host *
                  User root
                  IdentityFile "%s"
                  IdentitiesOnly yes
                  UserKnownHostsFile "%s"
                  GlobalKnownHostsFile none
                  StrictHostKeyChecking yes
                  BatchMode yes
                  ConnectTimeout 5
                """.formatted(folder.key(), folder.knownHosts())).toString();
    }

    private static Path publicHalf(Path key) {
        return key.resolveSibling(key.getFileName() + ".pub");
    }

    private static void makeKey(Path key) throws InterruptedException {
        Command.Result made = Command.run(
                List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "muster-lab", "-f", key.toString()),
                KEY_LIMIT);
        if (!made.ok()) {
            throw new ClusterException("ssh-keygen makes no key: " + made.words());
        }
    }
}
