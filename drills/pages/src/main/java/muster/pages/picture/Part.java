package muster.pages.picture;

import java.util.Arrays;
import muster.engine.history.StoreWords;

/** The part that a member plays, as it is drawn: each has a pattern of its own, so that no two are told apart by colour alone. */
enum Part {
    LEADER("leader", "leader", ""),
    FOLLOWER("follower", "follower", ""),
    LEARNER("learner", "learner", "M1 5.5h5"),
    NO_LEADER("no-leader", "no leader", "M-1 7l8-8M-1 1l2-2M5 7l2-2"),
    DEAD("dead", "dead", "M-1 -1l8 8M-1 7l8-8"),
    SILENT("silent", "silent", "M3 3h.01"),
    GARBLED("garbled", "garbled", "M3 -1v8");

    private final String state;
    private final String label;
    private final String pattern;

    Part(String state, String label, String pattern) {
        this.state = state;
        this.label = label;
        this.pattern = pattern;
    }

    /** The part that a lane's state names. */
    static Part of(String state) {
        return Arrays.stream(values())
                .filter(part -> part.state.equals(state))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part is called " + state));
    }

    String css() {
        return state;
    }

    /** In the words of the store whose members are drawn. */
    String label(StoreWords words) {
        return switch (this) {
            case LEADER -> words.leader();
            case FOLLOWER -> words.follower();
            case NO_LEADER -> words.alone();
            case LEARNER, DEAD, SILENT, GARBLED -> label;
        };
    }

    /** Defines the pattern, once for each picture. */
    void define(Svg svg, String picture) {
        if (pattern.isEmpty()) {
            return;
        }
        svg.open("pattern", "id", picture + "-" + state, "width", "6", "height", "6", "patternUnits", "userSpaceOnUse");
        svg.leaf("path", "d", pattern, "class", "hatch " + state);
        svg.close();
    }

    void draw(Svg svg, String picture, Box box) {
        svg.rectangle(box.x(), box.y(), box.width(), box.height(), "class", "bar " + state);
        if (!pattern.isEmpty()) {
            svg.rectangle(box.x(), box.y(), box.width(), box.height(), "fill", "url(#%s-%s)".formatted(picture, state));
        }
    }
}
