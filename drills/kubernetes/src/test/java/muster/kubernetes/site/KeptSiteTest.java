package muster.kubernetes.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Act;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.ApiServers;
import muster.kubernetes.FakeApi;
import muster.kubernetes.Kubeconfig;
import muster.kubernetes.ShellDoors;
import muster.kubernetes.pods.PodSet;
import muster.kubernetes.postgres.Keeper;
import muster.kubernetes.postgres.KeptPod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one lever that is known where Patroni keeps the servers, and the refusal of all others. */
class KeptSiteTest {

    private static final ShellDoors DOORS = node -> {
        throw new AssertionError("nothing is asked of " + node);
    };

    private final List<String> broken = new ArrayList<>();
    private final KeptSite site = new KeptSite(
            new PodSite.Ground(
                    new ServerSite.Identity("home", "cluster-1", List.of("n1", "n2", "n3")),
                    List.of(),
                    new PodSet("db", "pg")),
            new KeptSite.Kept(
                    new Keeper(Keeper.Kind.PATRONI, "Patroni"),
                    new PatroniLever(),
                    List.of(
                            server("pg-0", "n1", "10.42.1.7", false),
                            server("pg-1", "n2", "10.42.2.7", false),
                            server("pg-2", "n3", "10.42.3.7", true))),
            DOORS,
            (node, fault) -> broken.add("%s on %s".formatted(fault, node)),
            Duration.ofMillis(2));

    private static KeptServer server(String name, String node, String address, boolean synchronous) {
        KeptPod pod = new KeptPod(name, "uid-" + name, node, address, "http://%s:8008".formatted(address), synchronous);
        return new KeptServer(pod, URI.create("postgresql://127.0.0.1:1/postgres"));
    }

    @Test
    void aSwitchoverIsAskedOfPatroniAndProvedByIt() {
        List<Member> members = site.members();
        Scripts scripts = site.scripts(new Lever.Switchover(members.getFirst(), members.subList(1, 2)));
        assertThat(scripts.inject())
                .endsWith("/patroni.sh switchover pg-0 http://10.42.1.7:8008 pg-1 http://10.42.2.7:8008");
        assertThat(scripts.bit()).endsWith("/patroni.sh moved pg-0 http://10.42.1.7:8008 pg-1 http://10.42.2.7:8008");
        assertThat(scripts.heal()).endsWith("/patroni.sh return uid-pg-0 pg-0 http://10.42.1.7:8008");
        assertThat(scripts.clean()).endsWith("/patroni.sh serves uid-pg-0 pg-0 http://10.42.1.7:8008");
        assertThat(broken).containsExactly("switchover on n1");
        assertThat(site.order(new Lever.Switchover(members.getFirst(), members.subList(1, 2))))
                .isEmpty();
        assertThat(site.fate(new Lever.Switchover(members.getFirst(), members)))
                .contains("the lever is Patroni's own, at the REST API of pg-0");
    }

    @Test
    void aSwitchoverOfCloudNativePgIsOrderedFromHereAndProvedByTheInstances(@TempDir Path folder) {
        FakeApi nobody = new FakeApi();
        nobody.close();
        KeptPod first = new KeptPod("pg-1", "uid-1", "n1", "10.42.1.7", "https://10.42.1.7:8000", false);
        KeptPod second = new KeptPod("pg-2", "uid-2", "n2", "10.42.2.7", "https://10.42.2.7:8000", false);
        URI client = URI.create("postgresql://127.0.0.1:1/postgres");
        KeptSite theirs = new KeptSite(
                new PodSite.Ground(
                        new ServerSite.Identity("home", "cluster-1", List.of("n1", "n2")),
                        List.of(),
                        new PodSet("db", "pg")),
                new KeptSite.Kept(
                        new Keeper(Keeper.Kind.CLOUD_NATIVE_PG, "CloudNativePG"),
                        new CloudNativePgLever(
                                new ApiServers(Kubeconfig.read(nobody.kubeconfig(folder), "test"), List.of()),
                                "db",
                                "pg"),
                        List.of(new KeptServer(first, client), new KeptServer(second, client))),
                DOORS,
                Permit.looking(),
                Duration.ofMillis(2));
        List<Member> members = theirs.members();
        Lever lever = new Lever.Switchover(members.getFirst(), members.subList(1, 2));
        Scripts scripts = theirs.scripts(lever);
        assertThat(scripts.inject()).endsWith("/cnpg.sh leads pg-1 https://10.42.1.7:8000");
        assertThat(scripts.bit()).endsWith("/cnpg.sh moved pg-1 https://10.42.1.7:8000 pg-2 https://10.42.2.7:8000");
        assertThat(scripts.heal()).endsWith("/cnpg.sh return uid-1 pg-1 https://10.42.1.7:8000");
        assertThat(scripts.clean()).endsWith("/cnpg.sh serves uid-1 pg-1 https://10.42.1.7:8000");
        assertThat(theirs.order(lever)).isPresent();
        assertThat(theirs.order(new Lever.Kill(members.getFirst()))).isEmpty();
        assertThatThrownBy(() -> theirs.scripts(new Lever.Kill(members.getFirst())))
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        refusal -> assertThat(refusal.remedy())
                                .isEqualTo("muster run cnpg-switchover --site home --statefulset db/pg"))
                .hasMessageContaining("pg-1 is kept by CloudNativePG");
    }

    @Test
    void theCandidateIsOneThatCommitsWaitFor() {
        List<Member> members = site.members();
        Scripts scripts = site.scripts(new Lever.Switchover(members.getFirst(), members.subList(1, 3)));
        assertThat(scripts.inject())
                .endsWith("/patroni.sh switchover pg-0 http://10.42.1.7:8008 pg-2 http://10.42.3.7:8008");
    }

    @Test
    void whatWouldActBehindItsBackIsRefusedByName() {
        Member primary = site.members().getFirst();
        refused(() -> site.scripts(new Lever.Kill(primary)), "pg-0 is kept by Patroni, which would act against kill");
        refused(() -> site.scripts(new Lever.LoseNode(primary)), "would act against node-loss behind its back");
        Lever everybody = new Lever.Switchover(primary, List.of());
        refused(() -> site.scripts(everybody), "pg-0: nobody is left to take its part over");
        refused(() -> site.script(new Act.Promote(primary)), "pg-0 is kept by Patroni");
        assertThat(site.fate(new Lever.Kill(primary))).isEmpty();
        assertThat(site.part()).contains("db/pg");
    }

    private static void refused(Runnable asked, String why) {
        assertThatThrownBy(asked::run)
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        refusal -> assertThat(refusal.remedy())
                                .containsAnyOf("muster run patroni-switchover --site home", "target: primary"))
                .hasMessageContaining(why);
    }
}
