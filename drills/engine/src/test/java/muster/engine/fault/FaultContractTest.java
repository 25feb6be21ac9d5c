package muster.engine.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Side;
import muster.engine.history.Member;
import org.junit.jupiter.api.Test;

/** What every fault promises: a word of its own, and a lever of its own on the member that it is given. */
class FaultContractTest {

    private static final Member MEMBER = new Member("m1", "n1", URI.create("http://198.18.1.1:2379"));
    private static final List<Member> REST = List.of(
            new Member("m2", "n2", URI.create("http://198.18.1.2:2379")),
            new Member("m3", "n3", URI.create("http://198.18.1.3:2379")));

    @Test
    void everyFaultHasAWordOfItsOwnAndSaysWhatItTakesAndHowItHeals() throws ReflectiveOperationException {
        Set<String> words = new HashSet<>();
        for (Fault fault : faults()) {
            assertThat(fault.word()).matches("[a-z]+(-[a-z]+)*");
            assertThat(fault.takes()).isNotBlank().doesNotEndWith(".");
            assertThat(fault.heals()).isNotBlank().doesNotEndWith(".");
            assertThat(words.add(fault.word()))
                    .as("%s is the word of one fault only", fault.word())
                    .isTrue();
        }
    }

    @Test
    void everyFaultPullsALeverOfItsOwnOnTheMemberThatItIsGiven() throws ReflectiveOperationException {
        Set<Class<? extends Lever>> levers = new HashSet<>();
        for (Fault fault : faults()) {
            Lever lever = fault.lever(MEMBER, REST);
            assertThat(lever.member()).isEqualTo(MEMBER);
            assertThat(levers.add(lever.getClass())).as(fault.word()).isTrue();
        }
    }

    @Test
    void noLeverIsOutOfReach() throws ReflectiveOperationException {
        List<String> pulled = faults().stream()
                .map(fault -> fault.lever(MEMBER, REST).getClass().getSimpleName())
                .toList();

        assertThat(pulled)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Objects.requireNonNull(Lever.class.getPermittedSubclasses()))
                                .map(Class::getSimpleName)
                                .toList());
    }

    @Test
    void aCutReachesOneOrAllOfThoseThatAreNotHit() {
        assertThat(new Fault.Cut(Reach.ONE, Direction.IN).lever(MEMBER, REST))
                .isEqualTo(new Lever.Cut(MEMBER, List.of(REST.getFirst()), Direction.IN));
        assertThat(new Fault.Cut(Reach.REST, Direction.BOTH).lever(MEMBER, REST))
                .isEqualTo(new Lever.Cut(MEMBER, REST, Direction.BOTH));
    }

    @Test
    void aMemberThatOnlyClientsCannotReachStillVotes() {
        assertThat(new Fault.Isolate(Side.CLIENTS, Direction.BOTH).takesVoter()).isFalse();
        assertThat(new Fault.Isolate(Side.PEERS, Direction.OUT).takesVoter()).isTrue();
    }

    /** One of each kind; what a fault takes as parameters is the first value there is. */
    private static List<Fault> faults() throws ReflectiveOperationException {
        List<Fault> faults = new ArrayList<>();
        for (Class<?> type : Objects.requireNonNull(Fault.class.getPermittedSubclasses())) {
            Constructor<?> constructor = type.getDeclaredConstructors()[0];
            faults.add((Fault) constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                    .map(FaultContractTest::parameter)
                    .toArray()));
        }
        assertThat(faults).hasSizeGreaterThan(1);
        return faults;
    }

    private static Object parameter(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == Duration.class) {
            return Duration.ofMinutes(5);
        }
        if (type == String.class) {
            return "a";
        }
        throw new AssertionError("no sample of a " + type.getSimpleName());
    }
}
