package muster.engine.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecTest {

    @Test
    void everyEventComesBackAsItWas() {
        List<Event> events = List.of(
                new Event.Began(EvidenceBuilder.members(3).build().facts()),
                new Event.StepBegan("2.1", "inject", "kill m2"),
                new Event.StepEnded("2.1", "done"),
                new Event.FaultIntended(1, "kill", "m2", "n2", "echo \"heal\"\n"),
                new Event.LockTaken("5f", "n1, n2"),
                new Event.LockReleased("released"),
                new Event.FaultArmed(1, Duration.ofSeconds(42), "heals by itself in 41 s at the latest"),
                new Event.FaultInjected(1, new Span(1, 2)),
                new Event.FaultLapsed(1, "it runs"),
                new Event.FaultDisarmed(1, "disarmed"),
                new Event.FaultStruck(1),
                new Event.FaultBit(1, new Span(2, 3), "refused"),
                new Event.FaultMissed(1, "it runs"),
                new Event.FaultHealing(1),
                new Event.FaultHealed(1, new Span(4, 5)),
                new Event.NodeClean(1, "it runs"),
                new Event.NodeUnclean(1, "a rule", "nft delete table inet muster"),
                new Event.ActBegan("2.1", "promote", "p2", "promote p2"),
                new Event.ActDone("2.1", new Span(5, 6), "p2 is a primary"),
                new Event.ActFailed("2.1", "p2 is a standby"),
                new Event.ActLeft("2.1", "recover m3 has not come to its end", "muster recover etcd --site home"),
                new Event.RedundancyReached(new Span(6, 7), "3 of 3"),
                new Event.RedundancyMissed("m2"),
                new Event.Hiccups(10, 3, List.of(new Event.Stall(5, 7))),
                new Event.LoadShed(3),
                new Event.ReadBack(12, "by id"),
                new Event.Salvaged("p1", List.of(new Found(7, "v7", 1, new Stamp("p1", 1, 42))), "salvage/p1.sql"),
                new Event.WorkloadRemoved(12, 0),
                new Event.BesideBegan("etcd", "3.6.4", List.of(), null, List.of()),
                new Event.BesideReadBack("etcd", 7, 0),
                new Event.BesideRemoved("etcd", 7, 0),
                new Event.Noticed("node n1", "Ready", "NotReady", new Span(1, 2)),
                new Event.Interrupted("INT"),
                new Event.Failed("no"),
                new Event.Ended());
        assertThat(events.stream().map(Event::getClass).distinct())
                .as("every kind of event is tried")
                .containsExactlyInAnyOrder(kinds());
        for (Event event : events) {
            assertThat(Codec.read(Event.class, Codec.write(event))).isEqualTo(event);
            assertThat(Codec.read(Event.class, Codec.writeIndented(event))).isEqualTo(event);
            assertThat(Codec.write(event)).doesNotContain("\n");
        }
    }

    @SuppressWarnings("unchecked")
    private static Class<? extends Event>[] kinds() {
        return (Class<? extends Event>[]) Event.class.getPermittedSubclasses();
    }

    @Test
    void everyKindOfSightingComesBackAsItWas() {
        List<Sighting.Said> all = List.of(
                EvidenceBuilder.standing("m1", null, 4),
                EvidenceBuilder.standing("m1", "m1", 4),
                new Sighting.Closed("refused"),
                new Sighting.Mute("1 s"),
                new Sighting.Garbled("HTTP/1.1 400"));
        for (Sighting.Said said : all) {
            Sighting sighting = new Sighting("m1", 5, 6, said);
            assertThat(Codec.read(Sighting.class, Codec.write(sighting))).isEqualTo(sighting);
        }
    }

    @Test
    void whatIsNoValueOfTheTypeIsRefusedWithItsPlace() {
        refused("{\"fromNanos\":1}", "Span.toNanos is missing");
        refused("{\"fromNanos\":1,\"toNanos\":2,\"more\":3}", "unknown word [more]");
        refused("{\"fromNanos\":1,\"toNanos\":\"2\"}", "Span.toNanos: 2 is no long");
        refused("{\"fromNanos\":2,\"toNanos\":1}", "a span from 2 to 1");
        refused("[1]", "an object is wanted");
        refused("{\"fromNanos\":", "not JSON");
        refused("", "nothing there");
    }

    @Test
    void anUnknownVariantIsRefused() {
        assertThatThrownBy(() -> Codec.read(Event.class, "{\"is\":\"exploded\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no Event is called exploded");
    }

    private static void refused(String json, String words) {
        assertThatThrownBy(() -> Codec.read(Span.class, json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
