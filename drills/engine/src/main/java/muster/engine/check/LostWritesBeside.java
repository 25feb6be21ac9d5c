package muster.engine.check;

import java.util.ArrayList;
import java.util.List;
import muster.engine.history.Evidence;

/** No store that was watched beside lost a write that it had acknowledged; judged in every run that watches one. */
public record LostWritesBeside() implements Check {

    @Override
    public String word() {
        return "lost-writes-beside";
    }

    @Override
    public String allows() {
        return "0 in each store";
    }

    @Override
    public Verdict judge(Evidence evidence) {
        if (evidence.beside().isEmpty()) {
            return new Verdict.Undecided("not measured", "Nothing was watched beside.");
        }
        List<String> measured = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<String> undecided = new ArrayList<>();
        List<String> witness = new ArrayList<>();
        for (Evidence beside : evidence.beside()) {
            String store = beside.facts().store();
            Verdict verdict = new LostWrites(0).judge(beside);
            measured.add("%s %s".formatted(store, verdict.measured()));
            switch (verdict) {
                case Verdict.Holds _ -> {}
                case Verdict.Undecided(String _, String why) -> undecided.add("%s: %s".formatted(store, why));
                case Verdict.Broken(String _, String why, List<String> lines) -> {
                    broken.add("%s: %s".formatted(store, why));
                    lines.forEach(line -> witness.add("%s: %s".formatted(store, line)));
                }
            }
        }
        String all = String.join(", ", measured);
        if (!broken.isEmpty()) {
            return new Verdict.Broken(all, String.join(" ", broken), witness);
        }
        return undecided.isEmpty()
                ? new Verdict.Holds(all, "Each write that a store beside acknowledged stands in it.")
                : new Verdict.Undecided(all, String.join(" ", undecided));
    }
}
