package muster.pages.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import muster.engine.history.Span;
import muster.engine.report.Findings.Phase;

/** A numbered flag for each phase that was seen; the number is the phase's place in the table of phases. */
final class Flags {

    private static final double RADIUS = 8.5;
    private static final double PITCH = 20;
    private static final double STEM = 12;

    private final Scene scene;

    /** One flag: where it belongs. */
    private record Flag(int number, Phase phase, long fromNanos, long toNanos) {}

    Flags(Scene scene) {
        this.scene = scene;
    }

    /** How high flags and their stems are; 0 if no phase was seen within the picture. */
    double height() {
        return flags().isEmpty() ? 0 : 2 * RADIUS + STEM + 3;
    }

    /** Draws the flags at the top and their lines down to the bottom. */
    void draw(Svg svg, double top, double bottom) {
        List<Flag> flags = flags();
        List<Double> places = places(flags);
        double foot = top + height();
        for (int i = 0; i < flags.size(); i++) {
            Flag flag = flags.get(i);
            double x = scene.axis().x(flag.fromNanos());
            double width = scene.axis().x(flag.toNanos()) - x;
            double place = places.get(i);
            svg.rectangle(x, foot, Math.max(0.5, width), bottom - foot, "class", "doubt");
            svg.path(
                    "M%s %sL%s %sV%s"
                            .formatted(
                                    Svg.number(place),
                                    Svg.number(top + 2 * RADIUS + 1),
                                    Svg.number(x),
                                    Svg.number(foot),
                                    Svg.number(bottom)),
                    "stem");
            svg.open("g", "class", "flag");
            svg.words("title", "%d: %s".formatted(flag.number(), flag.phase().name()));
            svg.leaf("circle", "cx", Svg.number(place), "cy", Svg.number(top + RADIUS), "r", Svg.number(RADIUS));
            svg.text(place, top + RADIUS + 4, "middle", Integer.toString(flag.number()));
            svg.close();
        }
    }

    private List<Flag> flags() {
        List<Flag> flags = new ArrayList<>();
        List<Phase> phases = scene.findings().phases();
        for (int i = 0; i < phases.size(); i++) {
            Phase phase = phases.get(i);
            if (phase.at() == null) {
                continue;
            }
            Span at = Objects.requireNonNull(phase.at());
            long from = scene.fromInjection(at.fromNanos());
            if (scene.axis().shows(from)) {
                flags.add(new Flag(i + 1, phase, from, scene.fromInjection(at.toNanos())));
            }
        }
        flags.sort(Comparator.comparingLong(Flag::fromNanos).thenComparingInt(Flag::number));
        return flags;
    }

    /** Where the flags stand, side by side, as near to their moments as they may. */
    private List<Double> places(List<Flag> flags) {
        List<Double> places = new ArrayList<>();
        double next = scene.axis().left();
        for (Flag flag : flags) {
            double place = Math.max(next, scene.axis().x(flag.fromNanos()));
            places.add(place);
            next = place + PITCH;
        }
        double most = scene.axis().right() - RADIUS;
        for (int i = places.size() - 1; i >= 0; i--) {
            places.set(i, Math.min(most, places.get(i)));
            most = places.get(i) - PITCH;
        }
        return places;
    }
}
