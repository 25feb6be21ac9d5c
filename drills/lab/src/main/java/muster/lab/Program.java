package muster.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
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
    FLOCK("flock", "util-linux", "starting a member once at a time"),
    NSPAWN("systemd-nspawn", "systemd-container", "a machine container for each server of K3s"),
    DEBOOTSTRAP("debootstrap", "debootstrap", "the root file system of the servers of K3s"),
    MAKE_FILE_SYSTEM("mkfs.ext4", "e2fsprogs", "a disk for the etcd of each server of K3s"),
    SSH("ssh", "openssh-client", "the way into the servers of K3s"),
    SSH_KEYGEN("ssh-keygen", "openssh-client", "the keys of the servers of K3s");

    /** What a lab of etcd and PostgreSQL servers runs. */
    static final Set<Program> OF_SERVERS = EnumSet.range(ETCD, FLOCK);

    /** What a lab of K3s servers runs. */
    static final Set<Program> OF_K3S = EnumSet.complementOf(EnumSet.of(ETCD, SOCAT, NFT));

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
        return find(searchPath).orElseThrow(() -> missing(OF_SERVERS, searchPath));
    }

    private OperatorException missing(Set<Program> with, String searchPath) {
        return new OperatorException(
                "the lab needs %s (%s), which is not on this machine".formatted(command, purpose),
                "apt-get install --no-install-recommends " + missingPackages(with, searchPath));
    }

    /** @throws OperatorException naming the first of some programs that is not on this machine, and the packages that bring all that are not */
    static void requireAll(Set<Program> programs) {
        for (Program program : programs) {
            if (program.find().isEmpty()) {
                throw program.missing(programs, searchPath());
            }
        }
    }

    /** The search path that the lab's scripts get: the user's own first. */
    static String searchPath() {
        String own = System.getenv("PATH");
        return own == null || own.isEmpty() ? MORE_FOLDERS : own + ":" + MORE_FOLDERS;
    }

    private static String missingPackages(Set<Program> programs, String searchPath) {
        return String.join(
                " ",
                programs.stream()
                        .filter(program -> program.find(searchPath).isEmpty())
                        .map(Program::debianPackage)
                        .distinct()
                        .toList());
    }
}
