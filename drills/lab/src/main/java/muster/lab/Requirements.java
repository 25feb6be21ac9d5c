package muster.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import muster.engine.history.OperatorException;

/** What the lab needs from this machine; for {@code muster doctor}, and for the first lines of {@code muster lab up}. */
public final class Requirements {

    private Requirements() {}

    /** Every requirement, met or not. Starts one short-lived process, to see whether namespaces can be made. */
    public static List<Requirement> all() throws InterruptedException {
        Optional<OperatorException> forbidden =
                Program.UNSHARE.find().isPresent() ? Namespaces.forbidden() : Optional.empty();
        List<Requirement> all = new ArrayList<>(
                Program.OF_SERVERS.stream().map(Requirement::program).toList());
        all.add(postgres());
        all.add(new Requirement(
                "namespaces",
                "a network and a process table of the lab's own",
                forbidden.isPresent() || Program.UNSHARE.find().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Namespaces.ordinaryUser() ? "in a user namespace" : "as root"),
                forbidden.map(OperatorException::remedy).orElse(""),
                Optional.empty()));
        return List.copyOf(all);
    }

    private static Requirement postgres() {
        Optional<PostgresFolder> folder = PostgresFolder.find();
        return new Requirement(
                PostgresFolder.DEBIAN_PACKAGE,
                "the servers of PostgreSQL 15 or newer",
                folder.map(PostgresFolder::path).map(Path::toString),
                folder.isPresent() ? "" : "apt-get install --no-install-recommends " + PostgresFolder.DEBIAN_PACKAGE,
                Optional.of(LabSite.POSTGRES));
    }

    /** @throws OperatorException naming the first program that a lab of a shape misses and the packages that bring all that it does */
    static void check(Shape shape) {
        for (Program program : Program.OF_SERVERS) {
            if (program != Program.ETCD || shape.etcd() > 0) {
                var _ = program.require();
            }
        }
        if (shape.postgres() > 0) {
            var _ = PostgresFolder.require();
        }
        if (shape.clocks()) {
            var _ = FakeTime.require();
        }
    }

    /**
     * Demands what a lab of K3s servers needs.
     *
     * @throws OperatorException naming the first program that is missing and the packages that bring all that are
     */
    public static void checkK3s() {
        Program.requireAll(Program.OF_K3S);
    }

    /** The search path on which the lab finds programs: the user's own first. */
    public static String searchPath() {
        return Program.searchPath();
    }

    /** True if we are not root. */
    public static boolean ordinaryUser() {
        return Namespaces.ordinaryUser();
    }
}
