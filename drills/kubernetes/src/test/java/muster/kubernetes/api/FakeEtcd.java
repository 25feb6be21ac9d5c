package muster.kubernetes.api;

import java.time.Duration;
import java.util.List;
import muster.engine.cluster.Client;
import muster.engine.cluster.Store;
import muster.engine.history.Found;
import muster.engine.history.Member;
import muster.engine.history.Outcome;
import muster.engine.history.Sighting;

/** An etcd that can only be looked at, and says what a test says. */
final class FakeEtcd implements Store {

    private Sighting.Said said =
            new Sighting.Standing("a1", Sighting.Role.LEADER, "n1", 4, 20, 20, "3.6.4", 4_096, List.of());

    void says(Sighting.Said next) {
        said = next;
    }

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public List<String> instrument() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Client open(String run, Member member) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Sighting look(Member member, long zeroNanos, Duration deadline) {
        long now = System.nanoTime() - zeroNanos;
        return new Sighting(member.name(), now, now, said);
    }

    @Override
    public Outcome serve(Member member, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome serveLocally(Member member, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void prepare(String run, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Found> readBack(String run, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Removal remove(String run, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
