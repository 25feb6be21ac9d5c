package muster.engine.report.contrast;

import java.util.List;
import muster.engine.report.Findings;

/**
 * How long two members said at once that they lead. Each was asked by itself, at its own moments, so the overlap is known as well as the
 * spacing of the sightings.
 */
final class TwoLeaders {

    private TwoLeaders() {}

    static long nanos(List<Findings.Lane> lanes) {
        long overlap = 0;
        for (int i = 0; i < lanes.size(); i++) {
            for (int j = i + 1; j < lanes.size(); j++) {
                overlap += overlap(lanes.get(i), lanes.get(j));
            }
        }
        return overlap;
    }

    private static long overlap(Findings.Lane one, Findings.Lane other) {
        long overlap = 0;
        for (Findings.Stretch mine : reigns(one)) {
            for (Findings.Stretch theirs : reigns(other)) {
                long from = Math.max(mine.fromNanos(), theirs.fromNanos());
                long to = Math.min(mine.toNanos(), theirs.toNanos());
                overlap += Math.max(0, to - from);
            }
        }
        return overlap;
    }

    private static List<Findings.Stretch> reigns(Findings.Lane lane) {
        return lane.stretches().stream()
                .filter(stretch -> stretch.state().equals("leader"))
                .toList();
    }
}
