package muster.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import muster.cli.site.SiteBook;
import muster.engine.cluster.Site;
import muster.engine.cluster.Store;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.StateFolder;
import muster.engine.run.Runner;
import muster.etcd.EtcdAccess;
import muster.etcd.EtcdStore;
import muster.lab.Lab;
import muster.lab.LabSite;
import muster.lab.k3s.K3sLab;
import muster.postgres.PostgresStore;
import muster.postgres.connection.PostgresAccess;
import muster.scripts.DrillFolder;

/**
 * What commands work with, wired by hand: the only place that says {@code new LabSite(…)}.
 *
 * @param state where runs, ledger and lab lie
 * @param home where Muster itself lies
 * @param terminal the two streams
 * @param environment the process's environment
 * @param arguments what was typed
 */
public record Workbench(
        StateFolder state, Path home, Terminal terminal, Map<String, String> environment, List<String> arguments) {

    /**
     * A site and its stores, all open.
     *
     * @param ground the site, its store, and what is watched beside
     */
    public record Cluster(Runner.Ground ground) implements AutoCloseable {

        /** A site where nothing is watched beside. */
        public Cluster(Site site, Store store) {
            this(new Runner.Ground(site, store));
        }

        /** Where. */
        public Site site() {
            return ground.site();
        }

        /** In which language. */
        public Store store() {
            return ground.store();
        }

        @Override
        public void close() {
            ground.surroundings().close();
            ground.beside().forEach(beside -> beside.store().close());
            ground.store().close();
            ground.site().close();
        }
    }

    static Workbench ofProcess(List<String> arguments) {
        Map<String, String> environment = System.getenv();
        Path home =
                Path.of(System.getProperty("muster.home", ".")).toAbsolutePath().normalize();
        return new Workbench(
                StateFolder.of(environment), home, Terminal.ofProcess(environment), environment, arguments);
    }

    /** The drills that come with Muster. */
    public DrillFolder drills() {
        return new DrillFolder(home.resolve("drills").resolve("scripts"));
    }

    /** The sites that the operator has named. */
    public SiteBook sites() {
        return new SiteBook(state.sites());
    }

    /** The lab of this state directory, if it is up. */
    public Optional<Lab> lab() {
        return Lab.find(state.lab());
    }

    /** The lab of this state directory, if it is up and a K3s cluster. */
    public Optional<K3sLab> k3sLab() {
        return K3sLab.find(state.k3sLab());
    }

    /** True if this process stands in the lab's network, as its client. */
    public boolean insideLab() {
        return environment.containsKey("MUSTER_INSIDE_LAB");
    }

    /**
     * The cluster that a command looks at.
     *
     * @param store its store: {@code etcd} or {@code postgres}
     * @throws OperatorException if there is none
     */
    public Cluster cluster(String store) {
        Site site = labSite(store);
        if (!insideLab()) {
            throw new OperatorException(
                    "this process stands outside the lab and cannot reach its members", "start it by ./muster");
        }
        return new Cluster(
                site,
                store.equals(LabSite.POSTGRES)
                        ? new PostgresStore(site.members(), PostgresAccess.lab())
                        : store(site.members(), EtcdAccess.plaintext()));
    }

    /**
     * The lab as a site, for whoever cares for its nodes and for no store.
     *
     * @throws OperatorException if it is not up
     */
    public Site labSite() {
        Lab lab = Lab.require(state.lab());
        return new LabSite(lab, lab.facts().shape().has(LabSite.ETCD) ? LabSite.ETCD : LabSite.POSTGRES);
    }

    /**
     * The lab as a site for one of its stores.
     *
     * @throws OperatorException if it is not up, or has no such store
     */
    public Site labSite(String store) {
        return new LabSite(Lab.require(state.lab()), store);
    }

    /** The etcd store of some members. */
    public Store store(List<Member> members, EtcdAccess access) {
        return new EtcdStore(members, access);
    }

    /** What was typed, as one line. */
    public String command() {
        return "muster " + String.join(" ", arguments);
    }

    /** Our version. */
    public String version() {
        return Version.current();
    }

    /** How wide the terminal is taken to be. */
    public int columns() {
        return 80;
    }

    /** A path with the home directory as {@code ~}. */
    public String shorten(Path path) {
        String own = environment.getOrDefault("HOME", "");
        String text = path.toString();
        return !own.isEmpty() && text.startsWith(own + "/") ? "~" + text.substring(own.length()) : text;
    }
}
