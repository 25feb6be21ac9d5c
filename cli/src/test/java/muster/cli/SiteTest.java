package muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import muster.engine.fault.Ledger;
import muster.engine.history.StateFolder;
import muster.kubernetes.FakeApi;
import muster.kubernetes.recover.Line;
import muster.kubernetes.recover.RecoverableServer;
import muster.kubernetes.recover.RecoveryJournal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sites from the command line, against an API server that writes down what it is asked. */
final class SiteTest {

    @TempDir
    Path folder;

    private final FakeApi api = new FakeApi();
    private Path kubeconfig;

    @BeforeEach
    void serve() {
        kubeconfig = api.kubeconfig(folder);
        api.nodes(FakeApi.server("n1", 1, "True", "True"), FakeApi.server("n2", 2, "True", "True"));
        api.leases("kube-node-lease", FakeApi.lease("n1", "n1", 3, 0), FakeApi.lease("n2", "n2", 3, 0));
        api.leases("kube-system", FakeApi.lease("kube-scheduler", "n1_8f3", 2, 7));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private Typed muster(Map<String, String> environment, String... arguments) throws Exception {
        return Typed.muster(folder.resolve("a state"), environment, arguments);
    }

    private Typed muster(String... arguments) throws Exception {
        return muster(Map.of(), arguments);
    }

    private Typed add() throws Exception {
        return muster("site", "add", "prod", "--kubeconfig", kubeconfig.toString(), "--context", "test");
    }

    @Test
    void aSiteIsAddedAllowedDeniedAndForgotten() throws Exception {
        assertThat(add().out()).contains("nothing may be broken", "n1-0a1b2c3d", "127.0.0.2");
        assertThat(add().err()).contains("there is a site prod already");
        assertThat(muster("site", "list").out()).contains("prod  context test  no    nothing");
        Typed allowed =
                muster("site", "allow", "prod", "--nodes", "n2", "--faults", "kill,stop", "--hours", "09:00-17:00");
        assertThat(allowed.out()).contains("nodes n2, faults kill stop, 09:00-17:00 (");
        assertThat(muster("site", "allow", "prod", "--nodes", "n7").err()).contains("prod has no node n7");
        assertThat(muster("site", "allow", "prod", "--hours", "nine").err()).contains("is no span of a day");
        assertThat(muster("site", "show", "prod").out()).contains("nodes n2");
        assertThat(muster("site", "deny", "prod").out()).contains("nothing may be broken");
        assertThat(muster("site", "remove", "prod").exit()).isZero();
        assertThat(muster("site", "show", "prod").exit()).isEqualTo(3);
        assertThat(folder.resolve("a state/sites")).isEmptyDirectory();
    }

    @Test
    void statusSaysWhatItSawAndWhatItCouldNotAndWritesNothingToTheCluster() throws Exception {
        add();
        Typed status = muster("status", "--site", "prod");
        assertThat(status.exit()).as(status.err()).isEqualTo(2);
        assertThat(status.out())
                .contains("prod · K3s v1.34.4+k3s1 · 2 nodes · embedded etcd", "2 of 2 nodes ready")
                .contains("kube-scheduler  n1", "not seen   etcd members", "yes, 3 min ago");
        assertThat(status.out().lines()).allMatch(line -> line.length() <= 80);
        Typed json = muster("status", "--kubeconfig", kubeconfig.toString(), "-o", "json");
        assertThat(json.exit()).isEqualTo(2);
        assertThat(json.out()).contains("\"kind\" : \"embedded-etcd\"", "\"transitions\" : 7");
        assertThat(api.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void whatWasNotAllowedIsNotEvenLookedAt() throws Exception {
        add();
        int before = api.requests().size();
        Typed denied = muster("run", "etcd-leader-kill", "--site", "prod");
        assertThat(denied.exit()).isEqualTo(3);
        assertThat(denied.err()).contains("nothing may be broken on prod", "next: muster site allow prod");
        assertThat(muster("observe", "--site", "prod").err()).contains("nothing may be broken on prod");
        assertThat(api.requests()).hasSize(before);
        muster("site", "allow", "prod");
        Typed shut = muster("run", "etcd-leader-kill", "--site", "prod");
        assertThat(shut.exit()).isEqualTo(3);
        assertThat(shut.err()).contains("there is no way into the nodes of prod");
        assertThat(api.requests()).allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void nothingIsBrokenBesideARecoveryThatIsNotAtItsEnd() throws Exception {
        add();
        muster("site", "allow", "prod");
        RecoverableServer server = new RecoverableServer("n2", "127.0.0.2", "/data");
        Line.Begun begun = new Line.Begun("r1", "prod", Instant.now(), "n2", "", List.of(server), List.of());
        RecoveryJournal.begin(new StateFolder(folder.resolve("a state")).recoveries(), begun)
                .close();

        Typed refused = muster("run", "etcd-leader-kill", "--site", "prod");
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err().replaceAll("\\s+", " "))
                .contains("the recovery of etcd on prod from n2 was begun and is not at its end")
                .contains("next: muster recover etcd --site prod");
        Typed heal = muster("heal");
        assertThat(heal.exit()).isEqualTo(4);
        assertThat(heal.err()).contains("NOT HEALED", "Go on by: muster recover etcd --site prod");
        assertThat(muster("site", "remove", "prod").exit()).isEqualTo(4);
        assertThat(muster("site", "remove", "prod", "--gone").err())
                .contains("struck: the recovery of etcd on prod from n2; prod is gone", "prod is forgotten.");
        assertThat(muster("heal").err()).contains("Nothing is open.");
    }

    @Test
    void nothingIsRecoveredWhileAHealIsArmed() throws Exception {
        Path ssh = Files.writeString(folder.resolve("ssh config"), "Host *\n  ConnectTimeout 1\n");
        String[] site = {
            "site", "add", "prod", "--kubeconfig", kubeconfig.toString(), "--context", "test", "--ssh", ssh.toString()
        };
        assertThat(muster(site).exit()).isZero();
        StateFolder state = new StateFolder(folder.resolve("a state"));
        try (Ledger ledger = Ledger.open(state.ledger())) {
            ledger.intend(new Ledger.Intent("d/r", 1, "prod", "i", "n1", "kill", "n1", "heal", "clean", null));
        }

        Typed refused = muster("recover", "etcd", "--site", "prod", "--confirm", "prod");
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err()).contains("kill of n1 on prod (d/r)", "next: muster heal");
    }

    @Test
    void aSiteOnWhichSomethingIsOpenIsForgottenOnlyWithItsServers() throws Exception {
        add();
        StateFolder state = new StateFolder(folder.resolve("a state"));
        try (Ledger ledger = Ledger.open(state.ledger())) {
            ledger.intend(new Ledger.Intent("d/r", 1, "prod", "i", "n1", "kill", "n1", "heal", "clean", null));
            ledger.intend(new Ledger.Intent("d/s", 1, "other", "i", "n7", "kill", "n7", "heal", "clean", null));
        }

        Typed refused = muster("site", "remove", "prod");
        assertThat(refused.exit()).isEqualTo(4);
        assertThat(refused.err())
                .contains("kill of n1 on n1 (d/r)", "muster site remove prod --gone")
                .doesNotContain("n7");
        assertThat(muster("site", "list").out()).contains("prod");

        Typed gone = muster("site", "remove", "prod", "--gone");
        assertThat(gone.exit()).isZero();
        assertThat(gone.err()).contains("struck: kill of n1 on n1 (d/r); prod is gone", "prod is forgotten.");
        assertThat(muster("site", "list").out()).doesNotContain("prod");

        Typed heal = muster("heal");
        assertThat(heal.exit()).isEqualTo(4);
        assertThat(heal.err()).contains("n7", "muster site remove other --gone").doesNotContain("kill of n1");
        assertThat(muster("site", "remove", "other", "--gone").exit()).isZero();
        assertThat(muster("heal").err()).contains("Nothing is open.");
        assertThat(muster("site", "remove", "other", "--gone").exit()).isEqualTo(3);
    }

    @Test
    void aDeadApiServerIsToldWithTheNodesThatAreRemembered() throws Exception {
        add();
        api.close();
        Typed status = muster("status", "--site", "prod");
        assertThat(status.exit()).isEqualTo(3);
        assertThat(status.out())
                .contains(
                        "no API server answers",
                        "n1-0a1b2c3d",
                        "refuses the connection",
                        "the API alone tells of pods");
    }

    @Test
    void aContextThatTheKubeconfigHasNotIsRefusedWithThoseThatItHas() throws Exception {
        Typed added = muster("site", "add", "prod", "--kubeconfig", kubeconfig.toString(), "--context", "tset");
        assertThat(added.exit()).isEqualTo(64);
        assertThat(added.err()).contains("tset", "test");
        assertThat(muster("site", "list").out()).doesNotContain("prod");
    }

    @Test
    void aSiteIsEnteredByItsAgentOrBySshAndAnOlderFileByNeither() throws Exception {
        String[] add = {"site", "add", "prod", "--kubeconfig", kubeconfig.toString(), "--context", "test", "--agent"};
        Typed added = muster(add);
        assertThat(added.out()).contains("the node agent, through the API");
        assertThat(added.err()).contains("n1");
        assertThat(muster("site", "list").out()).contains("prod  context test  agent  nothing");
        Path entry = folder.resolve("a state/sites/prod.json");
        Files.writeString(entry, Files.readString(entry).replaceFirst(",\\s*\"agent\" : true", ""));
        assertThat(muster("site", "list").out()).contains("prod  context test  no ", "nothing");
        Typed both = muster("status", "--agent", "--ssh", "x");
        assertThat(both.exit()).isEqualTo(64);
        assertThat(both.err()).contains("one is taken");
    }

    @Test
    void doctorSaysWhatToTypeAndWritesNothingToTheCluster() throws Exception {
        add();
        api.grants(false);
        Typed doctor = muster("doctor", "--site", "prod");
        assertThat(doctor.exit()).as(doctor.err()).isEqualTo(3);
        assertThat(doctor.out())
                .contains("✓ server", "✗ pods in muster", "act as muster-drill")
                .contains("✗ door", "--agent", "there is no namespace muster");
        assertThat(doctor.out().lines()).allMatch(line -> line.length() <= 80);
        Typed json = muster("doctor", "--kubeconfig", kubeconfig.toString(), "-o", "json");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.out()).contains("\"area\" : \"look\"", "\"met\" : false");
        assertThat(api.requests())
                .contains("POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
                .allMatch(request -> request.startsWith("GET ") || request.endsWith("/selfsubjectaccessreviews"));
    }

    @Test
    void aSiteThatCannotBeReachedIsNotAdded() throws Exception {
        api.close();
        Typed refused = add();
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err()).contains("prod is not added");
        assertThat(folder.resolve("a state/sites")).doesNotExist();
    }

    @Test
    void withoutAFlagAndWithoutALabTheClusterThatWouldBeUsedIsNamedAndNotAsked() throws Exception {
        Map<String, String> environment = Map.of("KUBECONFIG", kubeconfig.toString());
        Typed named = muster(environment, "status");
        assertThat(named.exit()).isEqualTo(3);
        assertThat(named.err().replaceAll("\\s+", " ")).contains("has the context test, at " + api.uri());
        assertThat(named.err()).contains("next: muster status --context test");
        assertThat(api.requests()).isEmpty();
        add();
        assertThat(muster(environment, "status").err()).contains("muster status --site prod");
    }

    @Test
    void aFileThatWasChangedIntoSomethingElseIsNamed() throws Exception {
        add();
        Path entry = folder.resolve("a state/sites/prod.json");
        Files.writeString(entry, "{\"name\": 1}");
        Typed refused = muster("site", "show", "prod");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.err().replaceAll("\\s+", " ")).contains("prod.json", "next: mend that file");
    }
}
