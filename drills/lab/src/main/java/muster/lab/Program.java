package muster.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import muster.engine.history.OperatorException;

/** The programs that the lab runs. */
enum Program {
    ETCD("etcd", "etcd-server", "the members"),
    SOCAT("socat", "socat", "loopback ports for host tools, and proof that a member takes or refuses connections"),
    IP("ip", "iproute2", "the network between the members"),
    NFT("nft", "nftables", "partitions"),
    UNSHARE("unshare", "util-linux", "namespaces"),
    NSENTER("nsenter", "util-linux", "running a command on a member's node"),
    SETSID("setsid", "util-linux", "sessions of their own for the lab's processes"),
    FLOCK("flock", "util-linux", "starting a member once at a time");

    /** An ordinary user's PATH lacks the folders of ip and nft on Debian. */
    private static final String MORE_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin";

    private final String command;
    private final String debianPackage;
    private final String purpose;

    Program(String command, String debianPackage, String purpose) {
        this.command = command;
        this.debianPackage = debianPackage;
        this.purpose = purpose;
    }

    String command() {
        return command;
    }

    String debianPackage() {
        return debianPackage;
    }

    String purpose() {
        return purpose;
    }

    /** Where it is. */
    Optional<Path> find() {
        return find(searchPath());
    }

    Optional<Path> find(String searchPath) {
        return Stream.of(searchPath.split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** @throws OperatorException if it is not on this machine */
    Path require() {
        return require(searchPath());
    }

    Path require(String searchPath) {
        return find(searchPath)
                .orElseThrow(() -> new OperatorException(
                        "the lab needs %s (%s), which is not on this machine".formatted(command, purpose),
                        "apt-get install --no-install-recommends " + missingPackages(searchPath)));
    }

    /** The search path that the lab's scripts get: the user's own first. */
    static String searchPath() {
        String own = System.getenv("PATH");
        return own == null || own.isEmpty() ? MORE_FOLDERS : own + ":" + MORE_FOLDERS;
    }

    private static String missingPackages(String searchPath) {
        return String.join(
                " ",
                Arrays.stream(values())
                        .filter(program -> program.find(searchPath).isEmpty())
                        .map(Program::debianPackage)
                        .distinct()
                        .toList());
    }
}
