package muster.kubernetes.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import muster.engine.history.OperatorException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SurvivorsTest {

    private static final String ROOM = "room 9000000000\n";

    private static Account answering(String node, long term, long index, long revision) {
        return Account.of(
                node,
                "unit active\nwal yes\ndatabase 1000\nterm %d\nindex %d\nrevision %d\nvoters 3\n%s"
                        .formatted(term, index, revision, ROOM));
    }

    private static Account wiped(String node) {
        return Account.of(node, "unit failed\n" + ROOM);
    }

    private static Account silent(String node) {
        return Account.of(node, "unit inactive\nwal yes\ndatabase 1000\n" + ROOM);
    }

    private static String survivor(Account... accounts) {
        return choose(null, Set.of(), false, accounts).node();
    }

    private static Account choose(@Nullable String wanted, Set<String> lost, boolean snapshot, Account... accounts) {
        return new Survivors("home", List.of(accounts)).choose(wanted, lost, snapshot);
    }

    @Test
    void aLaterTermIsAheadOfALongerLog() {
        assertThat(survivor(answering("n1", 4, 900, 700), answering("n2", 5, 800, 650), wiped("n3")))
                .isEqualTo("n2");
    }

    @Test
    void inOneTermTheLongerLogIsAhead() {
        assertThat(survivor(answering("n1", 4, 900, 700), answering("n2", 4, 901, 700), wiped("n3")))
                .isEqualTo("n2");
    }

    @Test
    void refusesWhileAMajorityServes() {
        Account serving = Account.of("n1", "unit active\nwal yes\nterm 4\nindex 9\nserves yes\n" + ROOM);
        assertThatThrownBy(() -> survivor(serving, wiped("n2"), wiped("n3")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("n1 serves a read through raft's order");
        assertThat(choose("n1", Set.of(), true, serving, wiped("n2"), wiped("n3"))
                        .node())
                .isEqualTo("n1");
    }

    @Test
    void refusesToGuessWhileOneDoesNotTellHowFarItsDataGoes() {
        assertThatThrownBy(() -> survivor(answering("n1", 4, 900, 700), silent("n2"), wiped("n3")))
                .hasMessageContaining("n2 has etcd data and does not tell");
        assertThat(choose("n1", Set.of(), false, answering("n1", 4, 900, 700), silent("n2"), wiped("n3"))
                        .node())
                .isEqualTo("n1");
    }

    @Test
    void refusesToGoOnWhileOneMayRunThatCannotBeAsked() {
        Account away = Account.closed("n3", "no route to host");
        assertThatThrownBy(() -> survivor(answering("n1", 4, 900, 700), wiped("n2"), away))
                .hasMessageContaining("n3 cannot be asked, and may run");
        assertThat(choose(null, Set.of("n3"), false, answering("n1", 4, 900, 700), wiped("n2"), away)
                        .node())
                .isEqualTo("n1");
    }

    @Test
    void refusesASurvivorThatWasResetBefore() {
        Account flagged = Account.of("n1", "unit inactive\nwal yes\nflag yes\nterm 4\nindex 9\n" + ROOM);
        assertThatThrownBy(() -> survivor(flagged, wiped("n2"), wiped("n3"))).hasMessageContaining("reset-flag");
    }

    @Test
    void refusesWithoutRoomForTheCopy() {
        Account full = Account.of("n1", "unit active\nwal yes\ndatabase 500000000\nterm 4\nindex 9\nroom 400000000\n");
        assertThatThrownBy(() -> survivor(full, wiped("n2"), wiped("n3"))).hasMessageContaining("MiB free");
    }

    @Test
    void refusesWhereNobodyHasData() {
        assertThatThrownBy(() -> survivor(wiped("n1"), wiped("n2"), wiped("n3")))
                .hasMessageContaining("there is nobody to go on with");
    }

    @Test
    void refusesAServerThatItDoesNotKnow() {
        assertThatThrownBy(() -> choose("n9", Set.of(), false, answering("n1", 4, 900, 700)))
                .hasMessageContaining("n9 is no server with etcd");
    }
}
