package muster.engine.report;

import java.time.Duration;
import muster.engine.check.Gap;
import muster.engine.history.Evidence;
import muster.engine.history.Prediction;

/** The prediction beside the measurement. */
final class Comparisons {

    private Comparisons() {}

    static Findings.Comparison of(Evidence evidence, Outage outage) {
        Prediction prediction = evidence.facts().prediction();
        if (outage.gap().isEmpty()) {
            return new Findings.Comparison(prediction.words(), "no write was acknowledged", "not measured");
        }
        Gap gap = outage.gap().get();
        String fits = evidence.faultWindow().isEmpty() ? "not measured: nothing was broken" : fits(prediction, gap);
        return new Findings.Comparison(prediction.words(), gap.words(), fits);
    }

    private static String fits(Prediction prediction, Gap gap) {
        return switch (prediction) {
            case Prediction.NoGap none -> within(gap, none.most(), "as predicted: no time without writes");
            case Prediction.OneElection election -> fits(election, gap);
            case Prediction.Handover handover -> within(gap, handover.most(), "within what was predicted");
            case Prediction.UntilHealed healed ->
                shorter(gap, healed.held())
                        ? "shorter than predicted"
                        : within(gap, healed.most(), "within what was predicted");
            case Prediction.LeaseTaken lease ->
                shorter(gap, lease.least())
                        ? "shorter than predicted"
                        : within(
                                gap,
                                lease.mostWithElection(),
                                gap.mostNanos() <= lease.most().toNanos()
                                        ? "within what was predicted"
                                        : "within what was predicted for an etcd that has to elect as well");
            case Prediction.Promotion promotion -> within(gap, promotion.most(), "within what was predicted");
        };
    }

    private static String fits(Prediction.OneElection election, Gap gap) {
        if (shorter(gap, election.least())) {
            return "shorter than predicted";
        }
        if (!gap.open() && gap.mostNanos() <= election.mostOneRound().toNanos()) {
            return "within one round";
        }
        boolean split = gap.leastNanos() > election.mostOneRound().toNanos();
        return within(
                gap, election.mostTwoRounds(), split ? "within two rounds: a vote split" : "within one round or two");
    }

    private static boolean shorter(Gap gap, Duration least) {
        return !gap.open() && gap.mostNanos() < least.toNanos();
    }

    private static String within(Gap gap, Duration limit, String fits) {
        if (gap.leastNanos() > limit.toNanos()) {
            return "longer than predicted";
        }
        return gap.open() || gap.mostNanos() > limit.toNanos() ? "cannot be told" : fits;
    }
}
