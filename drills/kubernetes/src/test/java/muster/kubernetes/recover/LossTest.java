package muster.kubernetes.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class LossTest {

    private static String key(long revision, String name) {
        return "%d %s\n".formatted(revision, Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void namesTheKeysThatWereChangedAfterWhatIsKept() {
        Loss loss = Loss.of("n2", 110, 105, key(104, "/old") + key(105, "/kept") + key(106, "/b") + key(110, "/a"));
        assertThat(loss.keys()).containsExactly("/a", "/b");
        assertThat(loss.revisions()).isEqualTo(5);
    }

    @Test
    void losesNothingWhereTheSurvivorWentFurthest() {
        assertThat(Loss.of("n1", 105, 105, "").revisions()).isZero();
    }
}
