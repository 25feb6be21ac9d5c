package muster.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import muster.engine.history.Event;
import muster.engine.history.Evidence;

/** What a run left broken: every harm that was intended and whose node was not proved clean at the last look. */
final class Unhealed {

    private Unhealed() {}

    /** For each harm that is left and was not struck from the ledger since, what it is and the command to type. */
    static List<String> remedies(Evidence evidence, Set<Integer> struck) {
        Map<Integer, String> left = new TreeMap<>();
        Map<Integer, Event.FaultIntended> intended = new TreeMap<>();
        evidence.journal().forEach(entry -> {
            if (entry.event() instanceof Event.FaultIntended harm) {
                intended.put(harm.injection(), harm);
                left.put(
                        harm.injection(),
                        "%s of %s on %s: %s".formatted(harm.fault(), harm.member(), harm.node(), harm.heal()));
            } else if (entry.event() instanceof Event.NodeClean clean) {
                left.remove(clean.injection());
            } else if (entry.event() instanceof Event.NodeUnclean unclean) {
                left.put(unclean.injection(), remedy(intended.get(unclean.injection()), unclean));
            }
        });
        left.keySet().removeAll(struck);
        List<String> remedies = new ArrayList<>(left.values());
        evidence.events(Event.ActLeft.class).forEach(act -> remedies.add("%s: %s".formatted(act.what(), act.remedy())));
        return remedies;
    }

    private static String remedy(
            Event.@org.jspecify.annotations.Nullable FaultIntended harm, Event.NodeUnclean unclean) {
        return harm == null
                ? "%s: %s".formatted(unclean.evidence(), unclean.remedy())
                : "%s of %s on %s (%s): %s"
                        .formatted(harm.fault(), harm.member(), harm.node(), unclean.evidence(), unclean.remedy());
    }
}
