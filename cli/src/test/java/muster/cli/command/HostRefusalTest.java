package muster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import muster.cli.screen.HostsStatus;
import muster.cli.site.PlainHosts;
import muster.engine.history.OperatorException;
import muster.engine.history.Quorum;
import muster.engine.run.Status;
import muster.etcd.Listed;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Why plain hosts are not added, without any host. */
final class HostRefusalTest {

    private static final List<String> IDENTITIES = List.of("a1", "a2", "a3");

    private final HostRefusal refusal = new HostRefusal("old", hosts("/home/ca.pem"), true);

    private static PlainHosts hosts(@Nullable String authority) {
        List<PlainHosts.Server> servers = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> new PlainHosts.Server(
                        "e" + number, "https://e%d:2379".formatted(number), "10.0.0." + number, null))
                .toList();
        return new PlainHosts(servers, "etcd", 2380, authority, null, null, List.of(), "postgresql");
    }

    private static List<Listed> listed(String... urls) {
        return IntStream.range(0, 3)
                .mapToObj(each -> new Listed(
                        IDENTITIES.get(each),
                        "e" + each,
                        false,
                        List.of(urls[each]),
                        List.of("https://e%d:2380".formatted(each))))
                .toList();
    }

    private static HostsStatus status(boolean answers, String state, List<String> reads) {
        List<Status.Row> rows = IntStream.rangeClosed(1, 3)
                .mapToObj(number -> new Status.Row(
                        "e" + number, "", answers, state, null, null, null, null, null, List.of(), 1, null))
                .toList();
        Status etcd = new Status(
                "old",
                "etcd",
                "3.5",
                null,
                new Quorum(3, answers ? 3 : 0),
                "",
                null,
                rows,
                "",
                "no",
                false,
                reads,
                List.of());
        return new HostsStatus("old", List.of(), etcd, null, List.of(), List.of(), List.of(), List.of());
    }

    @Test
    void whatAllSayIsSaidOnceWithTheFlagsOfSiteAdd() {
        assertThatThrownBy(() -> refusal.demandAnswers(
                        status(false, "its certificate is not of the authority in --cacert", List.of())))
                .asInstanceOf(InstanceOfAssertFactories.type(OperatorException.class))
                .satisfies(refused -> {
                    assertThat(refused.getMessage())
                            .endsWith(
                                    "https://e1:2379, https://e2:2379, https://e3:2379: its certificate is not of the authority in --etcd-cacert");
                    assertThat(refused.remedy()).contains("--cacert /home/ca.pem endpoint status");
                });
    }

    @Test
    void anEtcdThatAsksForAUserIsNotAdded() {
        List<String> reads = List.of("e1: etcdserver: user name is empty", "e2: etcdserver: user name is empty");
        assertThatThrownBy(() -> refusal.demandReadable(status(true, "follower", reads)))
                .hasMessageContaining("authentication is on");
        assertThatCode(() -> refusal.demandReadable(status(true, "no leader", List.of("e1: timed out"))))
                .doesNotThrowAnyException();
    }

    @Test
    void everyMemberIsNamedOnce() {
        List<Listed> listed = listed("https://e1:2379", "https://e2:2379", "https://e3:2379");
        assertThatCode(() -> refusal.demandAll("https://e1:2379", listed, IDENTITIES))
                .doesNotThrowAnyException();
        assertThatCode(() -> refusal.demandAll("https://e1:2379", listed, List.of("a1", "", "a3")))
                .as("one that is down")
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> refusal.demandAll("https://e1:2379", listed, List.of("a1", "a2", "a1")))
                .hasMessageContaining("https://e1:2379 and https://e3:2379 are one member");
        assertThatThrownBy(() -> refusal.demandAll("https://e1:2379", listed, List.of("a1", "a2", "b9")))
                .hasMessageContaining("https://e3:2379 is a member of another cluster than https://e1:2379");
    }

    @Test
    void ofThoseThatCallThemselvesTheSameTheListIsToBeAskedFor() {
        List<Listed> listed = listed("http://127.0.0.1:2379", "http://127.0.0.1:2379", "http://127.0.0.1:2379");
        assertThatThrownBy(() -> refusal.demandAll("https://e1:2379", listed, List.of("a1", "a2")))
                .asInstanceOf(InstanceOfAssertFactories.type(OperatorException.class))
                .satisfies(refused -> {
                    assertThat(refused.getMessage()).contains("etcd has 3 members, and --etcd names 2");
                    assertThat(refused.remedy()).endsWith("member list");
                });
    }
}
