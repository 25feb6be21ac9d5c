package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.Test;

/** What is said where the lab cannot run, and that it can run here. */
final class RequirementsTest {

    @Test
    void areAllowedOnThisMachine() throws InterruptedException {
        assertThat(Namespaces.forbidden()).isEmpty();
        assertThat(Requirements.all()).allMatch(Requirement::met);
    }

    @Test
    void aMissingProgramIsNamedWithThePackagesThatBringAllThatAreMissing() {
        assertThatThrownBy(() -> Program.ETCD.require("/nowhere:relative"))
                .isInstanceOf(OperatorException.class)
                .hasMessage("the lab needs etcd (the members), which is not on this machine")
                .extracting(e -> ((OperatorException) e).remedy())
                .isEqualTo("apt-get install --no-install-recommends etcd-server socat iproute2 nftables util-linux");
    }

    @Test
    void theSettingThatForbidsThemIsNamedWithItsRemedy() {
        OperatorException debian = ordinary(Map.of("kernel.unprivileged_userns_clone", "0"));
        assertThat(debian).hasMessageContaining("kernel.unprivileged_userns_clone is 0");
        assertThat(debian.remedy()).contains("sysctl -w kernel.unprivileged_userns_clone=1");

        OperatorException ubuntu = ordinary(Map.of("kernel.apparmor_restrict_unprivileged_userns", "1"));
        assertThat(ubuntu.remedy()).contains("sysctl -w kernel.apparmor_restrict_unprivileged_userns=0");

        OperatorException limit =
                ordinary(Map.of("kernel.unprivileged_userns_clone", "1", "user.max_user_namespaces", "0"));
        assertThat(limit.remedy()).contains("sysctl -w user.max_user_namespaces=10000");
    }

    @Test
    void withoutASettingThatSaysWhyTheErrorIsKept() {
        assertThat(ordinary(Map.of())).hasMessageContaining("unshare failed: Operation not permitted");
    }

    @Test
    void rootIsNotToldToBecomeRoot() {
        OperatorException explained = Namespaces.explain("unshare failed: Operation not permitted", false, name -> "0");
        assertThat(explained).hasMessage("root may not make namespaces here: unshare failed: Operation not permitted");
        assertThat(explained.remedy()).contains("--privileged");
    }

    private static OperatorException ordinary(Map<String, String> settings) {
        return Namespaces.explain(
                "unshare failed: Operation not permitted", true, name -> settings.getOrDefault(name, ""));
    }
}
