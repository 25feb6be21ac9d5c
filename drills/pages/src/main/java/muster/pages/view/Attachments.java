package muster.pages.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the run's folder beside the evidence, as text; null where it is not there.
 *
 * @param drill the drill as it was read
 * @param plan the plan
 * @param command what was typed
 * @param files the names of the raw files that are there, in order
 */
public record Attachments(
        @Nullable String drill,
        @Nullable String plan,
        @Nullable String command,
        List<String> files) {

    /** Copies the list. */
    public Attachments {
        files = List.copyOf(files);
    }
}
