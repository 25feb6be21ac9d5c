package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import muster.engine.cluster.Lever;
import muster.engine.history.Member;
import org.junit.jupiter.api.Test;

/** What every fault promises: a word of its own, and a lever of its own on the member that it is given. */
class FaultContractTest {

    private static final Member MEMBER = new Member("m1", "n1", URI.create("http://198.18.1.1:2379"));

    @Test
    void everyFaultHasAWordOfItsOwn() throws ReflectiveOperationException {
        Set<String> words = new HashSet<>();
        for (Fault fault : faults()) {
            assertThat(fault.word()).matches("[a-z]+(-[a-z]+)*");
            assertThat(words.add(fault.word()))
                    .as("%s is the word of one fault only", fault.word())
                    .isTrue();
        }
    }

    @Test
    void everyFaultPullsALeverOfItsOwnOnTheMemberThatItIsGiven() throws ReflectiveOperationException {
        Set<Class<? extends Lever>> levers = new HashSet<>();
        for (Fault fault : faults()) {
            Lever lever = fault.lever(MEMBER);
            assertThat(lever.member()).isEqualTo(MEMBER);
            assertThat(levers.add(lever.getClass())).as(fault.word()).isTrue();
        }
    }

    @Test
    void noLeverIsOutOfReach() throws ReflectiveOperationException {
        List<String> pulled = faults().stream()
                .map(fault -> fault.lever(MEMBER).getClass().getSimpleName())
                .toList();

        assertThat(pulled)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Objects.requireNonNull(Lever.class.getPermittedSubclasses()))
                                .map(Class::getSimpleName)
                                .toList());
    }

    private static List<Fault> faults() throws ReflectiveOperationException {
        List<Fault> faults = new ArrayList<>();
        for (Class<?> type : Objects.requireNonNull(Fault.class.getPermittedSubclasses())) {
            faults.add((Fault) type.getDeclaredConstructor().newInstance());
        }
        assertThat(faults).hasSizeGreaterThan(1);
        return faults;
    }
}
