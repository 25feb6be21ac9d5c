package muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import muster.engine.cluster.Shell;
import muster.engine.drill.Drill;
import muster.engine.drill.Runbook;
import muster.engine.drill.Step;
import muster.engine.drill.Target;
import muster.engine.drill.Workload;
import muster.engine.fault.Fault;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiServers;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.ShellDoors;
import muster.kubernetes.pods.PodSet;
import muster.kubernetes.postgres.Keeper;
import muster.kubernetes.postgres.KeptCluster;
import muster.kubernetes.postgres.KeptPod;
import muster.kubernetes.postgres.Login;
import muster.kubernetes.postgres.PostgresGroup;
import muster.kubernetes.postgres.PostgresPod;
import muster.kubernetes.site.Permit;
import muster.kubernetes.site.PodSite;
import muster.kubernetes.site.ServerSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused where an operator keeps PostgreSQL, before a single connection is made. */
class KeptPostgresTest {

    private static final Keeper PATRONI = new Keeper(Keeper.Kind.PATRONI, "Patroni");

    @TempDir
    Path folder;

    @Test
    void aDrillThatWouldActBehindItsBackIsRefusedWithTheOneThatDoesNot() {
        refused(
                kept(PATRONI, 2),
                drill(new Fault.Kill()),
                "a-drill would act behind the back of Patroni, which keeps db/pg; nothing was touched",
                "muster run patroni-switchover --site home --statefulset db/pg");
    }

    @Test
    void anOperatorWhoseLeversAreNotKnownHereIsLeftAlone() {
        refused(
                kept(new Keeper(Keeper.Kind.OTHER, "PostgresCluster pg"), 2),
                drill(new Fault.Switchover()),
                "a-drill would act behind the back of PostgresCluster pg",
                "see the manual of PostgresCluster pg");
    }

    @Test
    void theDrillOfOneKeeperIsNotRunOnAnothers() {
        refused(
                kept(new Keeper(Keeper.Kind.CLOUD_NATIVE_PG, "CloudNativePG"), 2),
                drill("patroni-switchover", new Fault.Switchover()),
                "patroni-switchover would act behind the back of CloudNativePG",
                "muster run cnpg-switchover --site home --statefulset db/pg");
        refused(
                kept(new Keeper(Keeper.Kind.CLOUD_NATIVE_PG, "CloudNativePG"), 2, "CloudNativePG is at work"),
                drill("cnpg-switchover", new Fault.Switchover()),
                "CloudNativePG is at work; a drill begins with",
                "muster status");
    }

    @Test
    void aClusterInTroubleIsNotDrilled() {
        Drill drill = drill(new Fault.Switchover());
        refused(
                kept(PATRONI, 2, "Patroni is paused"),
                drill,
                "Patroni is paused; a drill begins with",
                "muster status");
        refused(kept(PATRONI, 1), drill, "db/pg has 1 of 2 pods running", "kubectl get pods -n db");
    }

    @Test
    void whoeverOnlyWatchesActsBehindNobodysBack() {
        refused(kept(PATRONI, 2), watching(), "no credentials are known for the servers of db/pg", "PGUSER=postgres");
    }

    @Test
    void theWayToAPasswordIsToldAndNotTaken() {
        refused(
                kept(PATRONI, 2),
                drill(new Fault.Switchover()),
                "no credentials are known for the servers of db/pg",
                "PGUSER=postgres PGPASSWORD=$(kubectl get secret -n db secret -o jsonpath={.data.key} | base64 -d)"
                        + " muster run a-drill --site home --statefulset db/pg");
    }

    private Kubeconfig nobodys() {
        try {
            return Kubeconfig.read(Files.writeString(folder.resolve("kubeconfig"), """
                            apiVersion: v1
                            kind: Config
                            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
                            users: [{name: u, user: {token: none}}]
                            contexts: [{name: test, context: {cluster: c, user: u}}]
                            current-context: test
                            """), "test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refused(KeptCluster kept, Drill drill, String why, String next) {
        KeptPostgres cluster = new KeptPostgres(
                new PodSite.Ground(
                        new ServerSite.Identity("home", "cluster", List.of("n1", "n2")),
                        List.of(),
                        new PodSet("db", "pg")),
                new ShutDoors(),
                new ApiServers(nobodys(), List.of()),
                Map.of());
        assertThatThrownBy(() -> cluster.fit(kept, drill, Permit.looking()))
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        refusal -> assertThat(refusal.remedy()).contains(next))
                .hasMessageStartingWith(why);
    }

    private static KeptCluster kept(Keeper keeper, int running, String... findings) {
        PostgresGroup group = new PostgresGroup(
                "db",
                "pg",
                keeper,
                List.of(pod("pg-0", "primary"), pod("pg-1", "standby")),
                "pg-0",
                List.of(),
                List.of(findings),
                List.of(),
                new Login("postgres", "secret", "key"));
        return new KeptCluster(
                group,
                List.of(
                                new KeptPod("pg-0", "uid-0", "n1", "10.42.1.7", "http://10.42.1.7:8008", false),
                                new KeptPod("pg-1", "uid-1", "n2", "10.42.2.7", "http://10.42.2.7:8008", false))
                        .subList(0, running));
    }

    private static PostgresPod pod(String name, String role) {
        return new PostgresPod(name, "n1", "10.42.1.7", 5432, true, "Running", 0, role);
    }

    private static Drill drill(Fault fault) {
        return drill("a-drill", fault);
    }

    private static Drill drill(String name, Fault fault) {
        return drill(name, List.of(new Step.Inject(fault, new Target.Leader(), Duration.ofSeconds(5), List.of())));
    }

    /** One that breaks nothing. */
    private static Drill watching() {
        return drill("a-drill", List.of(new Step.Steady(Duration.ofSeconds(5))));
    }

    private static Drill drill(String name, List<Step> timeline) {
        return new Drill(
                name,
                "a title",
                "a claim",
                List.of(),
                "postgres",
                new Workload(3, 20, 4, 50, 0, Duration.ofSeconds(1)),
                timeline,
                List.of(),
                new Runbook("s", "f", "d", "v"));
    }

    /** Doors that nobody may open. */
    private static final class ShutDoors implements ShellDoors {
        @Override
        public Shell shell(String node) {
            throw new AssertionError("no shell is wanted");
        }
    }
}
