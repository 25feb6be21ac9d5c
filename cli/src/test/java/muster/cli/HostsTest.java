package muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain hosts from the command line, none of which is there, or which are somebody else. */
final class HostsTest {

    @TempDir
    Path folder;

    private Typed muster(String... arguments) throws Exception {
        return Typed.muster(folder.resolve("a state"), Map.of(), arguments);
    }

    private static String flat(Typed typed) {
        return typed.err().replaceAll("\\s+", " ");
    }

    private void remember(String allowance) throws IOException {
        Path sites = Files.createDirectories(folder.resolve("a state/sites"));
        Files.writeString(sites.resolve("old.json"), """
                {"name": "old", "agent": false, %s"hosts": {
                  "etcd": [{"node": "e1", "url": "http://127.0.0.1:9", "address": "127.0.0.1"}],
                  "etcdUnit": "etcd", "etcdPeerPort": 2380,
                  "postgres": [{"node": "e1", "url": "postgresql://127.0.0.1:9/postgres", "address": "127.0.0.1"}],
                  "postgresUnit": "postgresql"}}
                """.formatted(allowance));
    }

    @Test
    void hostsWhereNobodyAnswersAreNotAdded() throws Exception {
        Typed refused = muster("site", "add", "old", "--etcd", "http://127.0.0.1:9");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(flat(refused)).contains("old is not added: no etcd member answers", "add --ssh CONFIG");
        assertThat(folder.resolve("a state/sites")).doesNotExist();
        Typed postgres = muster("site", "add", "old", "--postgres", "postgresql://127.0.0.1:9/postgres");
        assertThat(postgres.exit()).isEqualTo(3);
        assertThat(flat(postgres)).contains("no PostgreSQL server answers", "psql ");
    }

    @Test
    void whatWasTypedIsRefusedWithItsPlace() throws Exception {
        assertRefused("K3s cluster wants --kubeconfig and --context");
        assertRefused("plain hosts want --etcd or --postgres", "--etcd-cacert", "ca.crt");
        assertRefused("--etcd: ftp://x:1 is no address", "--etcd", "ftp://x:1");
        assertRefused("two of them are on 10.0.0.1", "--etcd", "http://10.0.0.1:1,http://10.0.0.1:1");
        assertRefused("on different ports", "--etcd", "http://10.0.0.1:1,http://10.0.0.2:2");
        assertRefused("--etcd-cert and --etcd-key come together", "--etcd", "https://x:1", "--etcd-cert", "c");
        assertRefused("https endpoints want --etcd-cacert", "--etcd", "https://127.0.0.1:1");
        assertRefused("Muster names no user to etcd", "--etcd", "http://root:secret@127.0.0.1:1");
        assertRefused("no URL has the host e9", "--etcd", "http://127.0.0.1:9", "--host", "e9=n1");
        assertRefused("is no name of a unit", "--etcd", "http://127.0.0.1:9", "--etcd-unit", "a b");
        assertRefused("give it without .service", "--etcd", "http://127.0.0.1:9", "--etcd-unit", "etcd.service");
        assertRefused("a password does not belong", "--postgres", "postgresql://u:p@127.0.0.1/x");
        assertRefused("K3s cluster or plain hosts", "--etcd", "http://127.0.0.1:9", "--context", "x");
    }

    private void assertRefused(String words, String... flags) throws Exception {
        String[] add = new String[flags.length + 3];
        add[0] = "site";
        add[1] = "add";
        add[2] = "old";
        System.arraycopy(flags, 0, add, 3, flags.length);
        Typed refused = muster(add);
        assertThat(refused.exit()).as(refused.err()).isEqualTo(64);
        assertThat(flat(refused)).contains(words);
    }

    @Test
    void theyAreListedShownAndAllowedByHost() throws Exception {
        remember("");
        assertThat(muster("site", "list").out()).contains("1 × etcd, 1 × PostgreSQL", "nothing");
        assertThat(muster("site", "show", "old").out()).contains("its nodes are not entered", "http://127.0.0.1:9");
        assertThat(muster("site", "allow", "old", "--nodes", "e7").err()).contains("old has no node e7; it has e1");
        assertThat(muster("site", "allow", "old", "--nodes", "e1").exit()).isZero();
    }

    @Test
    void statusSaysWhyItSeesNothing() throws Exception {
        remember("");
        Typed status = muster("status", "--site", "old");
        assertThat(status.exit()).as(status.err()).isEqualTo(3);
        assertThat(status.out()).contains("no answer", "there is no way into them");
        assertThat(status.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(muster("doctor", "--site", "old").out()).contains("✗ door", "✗ members", "✗ servers");
    }

    @Test
    void drillsThatAreNotForThemAreRefusedByName() throws Exception {
        remember("");
        assertThat(muster("run", "etcd-leader-kill", "--site", "old").err()).contains("nothing may be broken on old");
        remember("\"allowance\": {\"nodes\": [], \"faults\": []}, ");
        assertThat(flat(muster("run", "k3s-server-kill", "--site", "old")))
                .contains("k3s-server-kill needs a K3s cluster, and old is plain hosts");
        Typed postgres = muster("run", "postgres-failover", "--site", "old");
        assertThat(postgres.exit()).isEqualTo(3);
        assertThat(flat(postgres))
                .contains("postgres-failover breaks PostgreSQL", "would act behind it", "observe --store postgres");
        assertThat(flat(muster("plan", "etcd-leader-kill", "--site", "old")))
                .contains("there is no way into the hosts of old");
    }
}
