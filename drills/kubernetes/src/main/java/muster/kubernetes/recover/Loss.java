package muster.kubernetes.recover;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What the way back threw away.
 *
 * @param best the member that had gone furthest of those that told; empty if none told
 * @param bestRevision its revision
 * @param kept the revision that the cluster went on from
 * @param keys those whose last change was thrown away, in order; empty too if nobody could be asked for them
 */
public record Loss(String best, long bestRevision, long kept, List<String> keys) {

    /** Copies the list. */
    public Loss {
        keys = List.copyOf(keys);
    }

    /** How many revisions are gone. */
    public long revisions() {
        return Math.max(0, bestRevision - kept);
    }

    /** From the keys that the best member had: a line for each, the revision of its last change and the key in base64. */
    static Loss of(String best, long bestRevision, long kept, String keysBefore) {
        List<String> keys = keysBefore
                .lines()
                .filter(line -> Long.parseLong(line.substring(0, line.indexOf(' '))) > kept)
                .map(line -> new String(
                        Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1)), StandardCharsets.UTF_8))
                .sorted()
                .toList();
        return new Loss(best, bestRevision, kept, keys);
    }
}
