package muster.pages.view;

import muster.engine.check.Quantities;
import muster.engine.history.Span;

/** Moments that are only known to lie between two. */
final class Moments {

    private Moments() {}

    /** {@code 0.930 s – 0.952 s}, or one figure if both are the same to a millisecond. */
    static String span(Span span) {
        String from = Quantities.moment(span.fromNanos());
        String to = Quantities.moment(span.toNanos());
        return from.equals(to) ? from : "%s – %s".formatted(from, to);
    }
}
