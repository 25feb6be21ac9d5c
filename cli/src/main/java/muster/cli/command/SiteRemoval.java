package muster.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import muster.cli.Workbench;
import muster.engine.fault.Ledger;
import muster.engine.fault.Recovery;
import muster.engine.history.OperatorException;
import muster.engine.run.LeftWorkload;
import muster.engine.run.StateLock;

/** Forgets a site: not while something is open on it, unless its servers are no more, and with them what was done to them. */
final class SiteRemoval {

    private final Workbench workbench;
    private final String name;

    SiteRemoval(Workbench workbench, String name) {
        this.workbench = workbench;
        this.name = name;
    }

    /** @throws OperatorException if it is not known, or something is open on it */
    void forget() {
        var _ = workbench.sites().find(name);
        List<String> open = Stream.of(
                        harms().map(SiteRemoval::words), left(), OpenRecovery.of(workbench, name).stream())
                .flatMap(each -> each)
                .toList();
        if (!open.isEmpty()) {
            throw OperatorException.unhealed(
                    "%s is not forgotten, for something is open on it:\n%s".formatted(name, String.join("\n", open)),
                    "muster heal, or if its servers are gone for good: muster site remove %s --gone".formatted(name),
                    null);
        }
        workbench.sites().remove(name);
    }

    /**
     * Strikes what is open on it as well.
     *
     * @return what was struck, a line each
     * @throws OperatorException if it is not known and nothing is open under its name, or a drill runs
     */
    List<String> forgetGone() {
        List<String> struck = new ArrayList<>();
        try (StateLock _ = StateLock.take(workbench.state(), workbench.command());
                Ledger ledger = Ledger.open(workbench.state().ledger())) {
            Recovery recovery = new Recovery(ledger);
            harms().toList().forEach(intent -> {
                recovery.strikeGone(intent);
                struck.add(words(intent));
            });
            for (LeftWorkload each : LeftWorkload.in(workbench.state())) {
                try (each) {
                    if (each.note().site().equals(name)) {
                        each.forget();
                        struck.add(LeftKeys.words(each.note()));
                    }
                }
            }
            struck.addAll(OpenRecovery.of(workbench, name).stream().toList());
            OpenRecovery.dismiss(workbench, name);
            if (struck.isEmpty() || workbench.sites().has(name)) {
                workbench.sites().remove(name);
            }
        }
        return struck;
    }

    private Stream<Ledger.Intent> harms() {
        return Ledger.openIn(workbench.state().ledger()).stream()
                .filter(intent -> intent.site().equals(name));
    }

    private Stream<String> left() {
        List<LeftWorkload> left = LeftWorkload.in(workbench.state());
        left.forEach(LeftWorkload::close);
        return left.stream()
                .map(LeftWorkload::note)
                .filter(note -> note.site().equals(name))
                .map(LeftKeys::words);
    }

    private static String words(Ledger.Intent intent) {
        return "%s of %s on %s (%s)".formatted(intent.fault(), intent.member(), intent.node(), intent.run());
    }
}
