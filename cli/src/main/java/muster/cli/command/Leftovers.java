package muster.cli.command;

import java.util.List;
import java.util.stream.Collectors;
import muster.engine.fault.Ledger;
import muster.engine.history.OperatorException;

/** Harms that an earlier run left open, in words. */
final class Leftovers {

    private Leftovers() {}

    /** Why nothing new may be broken. */
    static OperatorException refusal(List<Ledger.Intent> left) {
        String harms = left.stream()
                .map(intent ->
                        "%s of %s on %s (%s)".formatted(intent.fault(), intent.member(), intent.site(), intent.run()))
                .collect(Collectors.joining("\n"));
        return OperatorException.unhealed("an earlier run left something unhealed:\n" + harms, "muster heal", null);
    }
}
