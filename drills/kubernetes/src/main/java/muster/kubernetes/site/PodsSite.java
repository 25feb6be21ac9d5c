package muster.kubernetes.site;

import java.time.Duration;
import java.util.Optional;
import muster.engine.history.Timers;
import muster.kubernetes.NodeDoors;
import muster.kubernetes.pods.PodSet;
import org.jspecify.annotations.Nullable;

/** PostgreSQL in pods, whoever keeps it: nobody elects, and clients come through tunnels. */
abstract class PodsSite extends NodeSite {

    private final PodSet pods;
    private final Duration question;

    PodsSite(PodSite.Ground ground, NodeDoors doors, Duration question) {
        super(ground.identity(), doors);
        this.pods = ground.pods();
        this.question = question;
    }

    final PodSet pods() {
        return pods;
    }

    @Override
    public final Optional<String> part() {
        return Optional.of(pods.toString());
    }

    @Override
    public final @Nullable Timers timers() {
        return null;
    }

    @Override
    public final Optional<String> latencyDoubt() {
        return Optional.of(
                "each server is asked through a tunnel of ssh by its own node, by which a question takes %.1f ms; behind it a refused connection shows as one that breaks off"
                        .formatted(question.toNanos() / 1e6));
    }
}
