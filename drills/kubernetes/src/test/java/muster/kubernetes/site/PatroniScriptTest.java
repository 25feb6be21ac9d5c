package muster.kubernetes.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import muster.kubernetes.site.CurledScript.Said;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the script makes of the answers of Patroni's REST API, as 3.0.2 of Debian 12 gave them. */
class PatroniScriptTest {

    private static final String BOTH = "pg-0 http://10.42.1.7:8008 pg-1 http://10.42.2.7:8008";

    @TempDir
    Path folder;

    private CurledScript script;

    @BeforeEach
    void copy() throws Exception {
        script = new CurledScript(folder, "patroni.sh");
    }

    @Test
    void aSwitchoverNamesThePrimaryAndTheCandidate() throws Exception {
        script.answers("http://10.42.1.7:8008/switchover", "Successfully switched over to \"pg-1\"\\n200");
        assertThat(script.run("switchover " + BOTH))
                .isEqualTo(new Said(0, "pg-0: its Patroni says: Successfully switched over to \"pg-1\"\n"));
        assertThat(script.asked())
                .contains("-d {\"leader\": \"pg-0\", \"candidate\": \"pg-1\"} http://10.42.1.7:8008/switchover");
    }

    @Test
    void aRefusalIsRepeatedInPatronisWords() throws Exception {
        script.answers("http://10.42.1.7:8008/switchover", "leader name does not match\\n412");
        assertThat(script.run("switchover " + BOTH))
                .isEqualTo(new Said(1, "pg-0: its Patroni refuses with HTTP 412: leader name does not match\n"));
    }

    @Test
    void aPasswordThatIsWantedIsNamed() throws Exception {
        script.answers("http://10.42.1.7:8008/switchover", "no auth header received\\n401");
        Said said = script.run("switchover " + BOTH);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.words()).contains("HTTP 401: no auth header received", "restapi.authentication");
    }

    @Test
    void aPatroniThatDoesNotAnswerIsSaid() throws Exception {
        Said said = script.run("switchover " + BOTH);
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.words()).startsWith("pg-0: its Patroni does not answer");
    }

    @Test
    void thePartHasMovedWhereTheCandidateIsThePrimaryAndTheFormerIsNot() throws Exception {
        script.answers("http://10.42.1.7:8008/primary", "503");
        script.answers("http://10.42.2.7:8008/primary", "200");
        assertThat(script.run("moved " + BOTH))
                .isEqualTo(new Said(
                        0, "asked whether it is the primary, the Patroni of pg-1 answers 200, that of pg-0 503\n"));
        assertThat(script.run("moved pg-1 http://10.42.2.7:8008 pg-0 http://10.42.1.7:8008")
                        .exit())
                .as("whoever moved it back, or on to a third")
                .isEqualTo(1);
    }

    @Test
    void aPodThatIsGoneHasNothingToComeBack() throws Exception {
        assertThat(script.run("return no-such-uid pg-0 http://10.42.1.7:8008"))
                .isEqualTo(new Said(0, "pg-0: the pod no-such-uid is gone from this node: its keeper makes another\n"));
        assertThat(script.run("serves no-such-uid pg-0 http://10.42.1.7:8008").exit())
                .isZero();
    }
}
