package muster.kubernetes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One lease of {@code coordination.k8s.io}, by which a component says that it leads or lives.
 *
 * @param name its name
 * @param holder who holds it; null if nobody does
 * @param acquired since when, by the holder's clock
 * @param renewed when it was last renewed, by the holder's clock
 * @param durationSeconds for how long a renewal holds; null if it does not say
 * @param transitions how often it went from one holder to another
 */
public record LeaseFacts(
        String name,
        @Nullable String holder,
        @Nullable Instant acquired,
        @Nullable Instant renewed,
        @Nullable Integer durationSeconds,
        int transitions) {}
