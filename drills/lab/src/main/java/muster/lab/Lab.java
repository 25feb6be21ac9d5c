package muster.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;

/** A lab that is up. */
public final class Lab {

    private final LabFolder folder;
    private final LabFacts facts;

    Lab(LabFolder folder, LabFacts facts) {
        this.folder = folder;
        this.facts = facts;
    }

    /**
     * What {@link #up} did.
     *
     * @param lab the lab that is up now
     * @param already true if it was up before, in the same shape
     */
    public record Raised(Lab lab, boolean already) {}

    /**
     * Brings a lab up, unless one of that shape is up, and waits until every member is healthy. If anything fails, nothing is left.
     *
     * @param path the lab's folder; what a lab that is gone left there is deleted
     * @param passing true if a run does this and will take the lab down; a lab that stays is not made to pass by it
     * @param progress told in a few words what is being done
     * @throws OperatorException if a lab of another shape is up, something is missing on this machine, or it does not get healthy
     * @throws InterruptedException if this thread is interrupted; nothing is left
     */
    public static Raised up(Path path, Shape shape, boolean passing, Consumer<String> progress)
            throws InterruptedException {
        LabFolder folder = new LabFolder(path);
        try (var _ = LabLock.take(folder, progress)) {
            Optional<Lab> standing = find(path);
            if (standing.isEmpty()) {
                return new Raised(new Raising(folder, shape, progress).raise(passing), false);
            }
            Lab lab = standing.get();
            if (!lab.facts.shape().serves(shape)) {
                throw new OperatorException(
                        "a lab with %s is up, not one with %s"
                                .formatted(lab.facts.shape().words(), shape.words()),
                        "muster lab down && " + shape.command());
            }
            return new Raised(lab.facts.passing() && !passing ? lab.stay() : lab, true);
        }
    }

    /** The lab of a folder, if it is up: if its first process lives. Members may be dead. */
    public static Optional<Lab> find(Path path) {
        LabFolder folder = new LabFolder(path);
        if (!Files.exists(folder.facts())) {
            return Optional.empty();
        }
        LabFacts facts = read(folder.facts());
        return facts.first().alive() ? Optional.of(new Lab(folder, facts)) : Optional.empty();
    }

    /**
     * Finds the lab, or says that there is none.
     *
     * @throws OperatorException if none is up, with the command that brings one up
     */
    public static Lab require(Path path) {
        return find(path).orElseThrow(() -> new OperatorException("no lab is up", "muster lab up"));
    }

    /**
     * Takes the lab down and deletes its folder.
     *
     * @return false if none was up
     */
    public static boolean down(Path path, Consumer<String> progress) throws InterruptedException {
        LabFolder folder = new LabFolder(path);
        try (var _ = LabLock.take(folder, progress)) {
            Optional<Lab> lab = find(path);
            if (lab.isPresent()) {
                lab.get().facts.first().end();
            }
            folder.delete();
            return lab.isPresent();
        }
    }

    /** The refusal of a command that needs a store which this lab has not, with the command that brings up one that has it. */
    public OperatorException without(String store) {
        if (!LabSite.STORES.contains(store)) {
            return new OperatorException(
                    "a lab has no store %s: it needs a K3s cluster".formatted(store), "give --site NAME");
        }
        boolean postgres = store.equals(LabSite.POSTGRES);
        return new OperatorException(
                "the lab that is up has %s, and no %s"
                        .formatted(facts.shape().words(), postgres ? "PostgreSQL" : "etcd"),
                "muster lab down && " + (postgres ? facts.shape().withPostgres() : Shape.USUAL).command());
    }

    /** What it is. */
    public LabFacts facts() {
        return facts;
    }

    /** Its files. */
    public LabFolder folder() {
        return folder;
    }

    /** What etcdctl is given as endpoints: the members' loopback ports, with commas; empty without etcd. */
    public String endpoints() {
        return String.join(
                ",",
                facts.members().stream()
                        .filter(member -> !member.postgres())
                        .map(Lab::relay)
                        .toList());
    }

    private static String relay(LabFacts.LabMember member) {
        return "127.0.0.1:" + member.relayPort();
    }

    /** How it stands. Looks at processes and files only, so that it works with every member dead. */
    public LabStatus status() {
        return new LabStatus(
                facts.shape().words(),
                facts.etcdVersion(),
                facts.postgresVersion(),
                facts.since(),
                facts.passing(),
                endpoints(),
                facts.members().stream()
                        .filter(LabFacts.LabMember::postgres)
                        .map(member -> "postgresql://muster@%s/muster".formatted(relay(member)))
                        .toList(),
                facts.members().stream().map(this::state).toList());
    }

    /**
     * The log of one member's etcd, or one server's PostgreSQL.
     *
     * @throws OperatorException if there is no such member
     */
    public Path log(String member) {
        return folder.log(member(member).name());
    }

    /**
     * The command that opens a shell on one member's node for a person, with etcdctl or psql pointed at that member.
     *
     * @throws OperatorException if there is no such member
     */
    public List<String> interactiveShell(String member) {
        LabFacts.LabMember found = member(member);
        List<String> command = new LabShell(facts.first(), found.node(), found.holderPid()).entrance();
        command.add("env");
        command.addAll(found.postgres() ? psql(found.name()) : etcdctl(found.name()));
        command.add("PS1=%s# ".formatted(found.name()));
        command.addAll(
                Files.isExecutable(Path.of("/bin/bash")) ? List.of("bash", "--norc", "-i") : List.of("sh", "-i"));
        return Collections.unmodifiableList(command);
    }

    private static List<String> etcdctl(String member) {
        return List.of("ETCDCTL_API=3", "ETCDCTL_ENDPOINTS=" + Address.client(member), "PATH=" + Program.searchPath());
    }

    /** The programs of the servers' own version come first: pg_controldata, pg_waldump and others are nowhere else. */
    private static List<String> psql(String server) {
        return List.of(
                "PGHOST=" + Address.of(server),
                "PGPORT=5432",
                "PGUSER=muster",
                "PGDATABASE=muster",
                "PATH=" + PostgresFolder.require().path() + ":" + Program.searchPath());
    }

    private Lab stay() {
        LabFacts staying = facts.staying();
        folder.write(folder.facts(), Codec.writeIndented(staying));
        return new Lab(folder, staying);
    }

    private LabFacts.LabMember member(String name) {
        return facts.members().stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow(() -> OperatorException.usage(
                        "the lab has no member %s".formatted(name),
                        "it has " + String.join(", ", facts.shape().names())));
    }

    private LabStatus.MemberState state(LabFacts.LabMember member) {
        List<Long> pids = ProcessTable.withArgument(
                folder.argument(member.name()), facts.first().pid());
        boolean running = !pids.isEmpty();
        return new LabStatus.MemberState(
                member.name(),
                Address.client(member.name()).toString(),
                relay(member),
                running,
                running ? pids.getFirst() : null,
                running ? null : lastLine(folder.log(member.name())));
    }

    /** What a log says last; empty if it says nothing. */
    public static String lastLine(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
            lines.removeIf(String::isBlank);
            return lines.isEmpty() ? "" : lines.getLast();
        } catch (IOException e) {
            return "(its log %s cannot be read)".formatted(file);
        }
    }

    private static LabFacts read(Path file) {
        try {
            return Codec.read(LabFacts.class, Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new OperatorException(
                    "the lab's description %s cannot be read: %s".formatted(file, e.getMessage()),
                    "if no lab is up, delete it: rm '%s'".formatted(file),
                    e);
        }
    }
}
