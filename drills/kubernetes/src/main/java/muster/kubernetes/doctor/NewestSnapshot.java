package muster.kubernetes.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The newest snapshot of etcd on any server that was asked.
 *
 * @param node where it lies
 * @param age by that node's own clock
 */
public record NewestSnapshot(String node, Duration age) {

    /** K3s takes one every twelve hours unless told otherwise (docs.k3s.io, {@code etcd-snapshot-schedule-cron}). */
    private static final Duration FRESH = Duration.ofHours(24);

    /**
     * Empty if there is none.
     *
     * @param checkups by node
     * @param now by our clock
     */
    public static Optional<NewestSnapshot> of(Map<String, NodeCheckup> checkups, Instant now) {
        return checkups.entrySet().stream()
                .flatMap(each -> each.getValue().age(now).map(age -> new NewestSnapshot(each.getKey(), age)).stream())
                .min(Comparator.comparing(NewestSnapshot::age));
    }

    /** True if what it lacks is less than a day old. */
    public boolean fresh() {
        return age.compareTo(FRESH) <= 0;
    }

    /** Such as {@code the newest is 7 h old, on n1}. */
    public String words() {
        return age.toHours() == 0
                ? "the newest is %d min old, on %s".formatted(Math.max(age.toMinutes(), 0), node)
                : "the newest is %d h old, on %s".formatted(age.toHours(), node);
    }
}
