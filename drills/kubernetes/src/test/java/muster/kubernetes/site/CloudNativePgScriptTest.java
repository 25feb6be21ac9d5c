package muster.kubernetes.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import muster.kubernetes.site.CurledScript.Said;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script makes of the answers of CloudNativePG's instance managers, as 1.27.1 gave them. */
class CloudNativePgScriptTest {

    private static final String BOTH = "pg-1 https://10.42.1.7:8000 pg-2 https://10.42.2.7:8000";

    @TempDir
    Path folder;

    private CurledScript script;

    @BeforeEach
    void copy() throws Exception {
        script = new CurledScript(folder, "cnpg.sh");
    }

    /** As an instance manager tells it, without what is not read. */
    private static String status(boolean primary) {
        return "{\"currentLsn\":\"0/A000110\",\"systemID\":\"7710817099175399443\",\"isPrimary\":%s,\"replayPaused\":false,\"timeLineID\":1}"
                .formatted(primary);
    }

    @Test
    void nothingIsOrderedOfAnInstanceThatDoesNotSayThatItIsThePrimary() throws Exception {
        script.answers("https://10.42.1.7:8000/pg/status", status(true));
        script.answers("https://10.42.2.7:8000/pg/status", status(false));
        assertThat(script.run("leads pg-1 https://10.42.1.7:8000"))
                .isEqualTo(new Said(0, "pg-1 says that it is the primary\n"));
        assertThat(script.run("leads pg-2 https://10.42.2.7:8000"))
                .isEqualTo(new Said(1, "pg-2: asked for its role, its instance manager says: standby\n"));
        assertThat(script.run("leads pg-3 https://10.42.3.7:8000"))
                .isEqualTo(new Said(1, "pg-3: asked for its role, its instance manager says: not told\n"));
    }

    @Test
    void thePartHasMovedWhereTheCandidateIsThePrimaryAndTheFormerIsNot() throws Exception {
        script.answers("https://10.42.2.7:8000/pg/status", status(true));
        assertThat(script.run("moved " + BOTH))
                .isEqualTo(new Said(
                        0,
                        "asked for their roles, the instance manager of pg-2 says primary, that of pg-1 not told\n"));
        assertThat(script.run("moved pg-2 https://10.42.2.7:8000 pg-1 https://10.42.1.7:8000")
                        .exit())
                .as("whoever moved it back, or on to a third")
                .isEqualTo(1);
        script.answers("https://10.42.1.7:8000/pg/status", status(true));
        assertThat(script.run("moved " + BOTH).exit()).as("two primaries").isEqualTo(1);
    }

    @Test
    void aPodThatIsGoneHasNothingToComeBack() throws Exception {
        assertThat(script.run("return no-such-uid pg-1 https://10.42.1.7:8000"))
                .isEqualTo(new Said(0, "pg-1: the pod no-such-uid is gone from this node: its keeper makes another\n"));
        assertThat(script.run("serves no-such-uid pg-1 https://10.42.1.7:8000").exit())
                .isZero();
    }
}
