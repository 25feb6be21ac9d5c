package muster.lab;

import java.time.Duration;
import muster.engine.history.Timers;

/** Which timers the lab's members run with. */
public enum TimerProfile {
    /** What etcd does when nobody says otherwise: 100 ms and 1000 ms (etcd's "Tuning", time parameters). */
    STOCK,

    /** What K3s gives its embedded etcd: 500 ms and 5000 ms (K3s, {@code pkg/etcd/etcd.go}). */
    K3S;

    /** The timers. */
    public Timers timers() {
        return switch (this) {
            case STOCK -> new Timers(Duration.ofMillis(100), Duration.ofMillis(1_000));
            case K3S -> new Timers(Duration.ofMillis(500), Duration.ofMillis(5_000));
        };
    }

    /** Its word on the command line. */
    public String word() {
        return switch (this) {
            case STOCK -> "stock";
            case K3S -> "k3s";
        };
    }
}
