package muster.cli.command;

import java.util.List;
import muster.engine.fault.Ledger;

/** Harms that an earlier run left open, in words. */
final class Leftovers {

    private Leftovers() {}

    /** Why nothing new may be broken. */
    static String refusal(List<Ledger.Intent> left) {
        StringBuilder text = new StringBuilder("muster: an earlier run left something unhealed:\n");
        for (Ledger.Intent intent : left) {
            text.append("        %s of %s on %s (%s)\n"
                    .formatted(intent.fault(), intent.member(), intent.site(), intent.run()));
        }
        return text.append("        next: muster heal").toString();
    }
}
