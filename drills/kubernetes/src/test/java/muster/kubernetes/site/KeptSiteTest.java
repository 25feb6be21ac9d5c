package muster.kubernetes.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import muster.engine.cluster.Act;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.kubernetes.ShellDoors;
import muster.kubernetes.pods.PodSet;
import muster.kubernetes.postgres.KeptPod;
import org.junit.jupiter.api.Test;

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
            List.of(
                    server("pg-0", "n1", "10.42.1.7", false),
                    server("pg-1", "n2", "10.42.2.7", false),
                    server("pg-2", "n3", "10.42.3.7", true)),
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
        assertThat(site.fate(new Lever.Switchover(members.getFirst(), members)))
                .contains("the lever is Patroni's own, at the REST API of pg-0");
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
