package muster.pages.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import muster.engine.check.Quantities;
import muster.engine.history.Event;
import muster.engine.history.Evidence.Harmed;
import muster.engine.history.StoreWords;
import muster.engine.report.Findings;
import muster.engine.report.Findings.Accounts;
import muster.engine.report.Findings.Gap;
import muster.engine.report.Findings.LongestCall;
import muster.engine.report.Report;

/**
 * What a run earned for those who must act on it: how long it lasts, what a client sees, who heals. Each sentence is worked out from the
 * findings; what was not measured is said to be so.
 */
public final class Lessons {

    private final Report report;
    private final Findings findings;

    /** @param report the run */
    public Lessons(Report report) {
        this.report = report;
        this.findings = report.findings();
    }

    /** When the run began, by the wall clock: date and time in UTC. */
    public String began() {
        return ReportView.started(findings.facts());
    }

    /** What the run's clients lived through, each with its figure. */
    public List<Fact> figures() {
        return Stream.of(
                        new Fact("Without writes", gap("writes")),
                        new Fact("Without reads", gap("reads")),
                        new Fact("Longest call", longest()),
                        new Fact(
                                "Writes that clients were left in doubt about",
                                Quantities.grouped(findings.accounts().unknown())),
                        new Fact("Acknowledged writes lost", lost()),
                        new Fact("Foretold", findings.prediction().predicted()),
                        new Fact("The measurement was", findings.prediction().fits()))
                .toList();
    }

    /** How long nothing of a kind was acknowledged, with its doubt. */
    public String gap(String kind) {
        return findings.gaps().stream()
                .filter(gap -> gap.of().equals("all") && gap.kind().equals(kind))
                .findFirst()
                .map(Lessons::words)
                .orElse("not measured");
    }

    /** Who healed what, a sentence each. */
    public List<String> healing() {
        List<String> lines = new ArrayList<>();
        int elections = findings.elections().elections();
        if (elections > 0) {
            boolean elects = findings.facts().timers() != null;
            StoreWords words = StoreWords.of(findings.facts().store());
            lines.add(
                    !elects
                            ? "%s; timeline %d at the beginning and %d at the end."
                                    .formatted(
                                            words.came(findings.elections()
                                                    .reigns()
                                                    .getLast()
                                                    .leader()),
                                            findings.elections().firstTerm(),
                                            findings.elections().lastTerm())
                            : "%s: %s, %s %d at the beginning and %d at the end."
                                    .formatted(
                                            words.came(
                                                    findings.elections()
                                                                    .reigns()
                                                                    .isEmpty()
                                                            ? "a leader"
                                                            : findings.elections()
                                                                    .reigns()
                                                                    .getLast()
                                                                    .leader()),
                                            Quantities.count(elections, "election"),
                                            words.term(),
                                            findings.elections().firstTerm(),
                                            findings.elections().lastTerm()));
        }
        for (Harmed harm : report.evidence().harms()) {
            lines.add(healing(harm));
        }
        findings.phases().stream()
                .filter(phase -> phase.name().equals("full redundancy"))
                .forEach(phase -> lines.add("Full redundancy: %s%s"
                        .formatted(
                                phase.at() == null ? "" : Moments.span(phase.at()) + " after the injection; ",
                                phase.text())));
        return lines.isEmpty() ? List.of("Nothing was broken on purpose, and nobody had to heal.") : lines;
    }

    /** The scripts that undid the harms, each once. */
    public List<Block.Code> heals() {
        return report.evidence().events(Event.FaultIntended.class).stream()
                .map(intended -> new Block.Code(
                        "%s of %s, undone on %s".formatted(intended.fault(), intended.member(), intended.node()),
                        "sh",
                        intended.heal()))
                .distinct()
                .toList();
    }

    /** The phases as a table; empty if nothing was broken. */
    public List<Table> phases() {
        return findings.phases().isEmpty() ? List.of() : List.of(Failover.phases(findings));
    }

    /** What to type to see it again. */
    public String command() {
        String drill = findings.facts().drill();
        String site = findings.facts().site();
        if (drill.equals("observe")) {
            return "muster observe";
        }
        return "muster run " + drill + (site.equals("lab") ? "" : " --site " + site);
    }

    /** Every write accounted for, in a sentence. */
    public String writes() {
        Accounts accounts = findings.accounts();
        String sent = "%s: %s acknowledged%s, %s refused, %s left unknown"
                .formatted(
                        Quantities.count(accounts.attempted(), "write"),
                        Quantities.grouped(accounts.acknowledged() + accounts.acknowledgedLate()),
                        accounts.acknowledgedLocally() == 0
                                ? ""
                                : ", %s acknowledged locally"
                                        .formatted(Quantities.grouped(accounts.acknowledgedLocally())),
                        Quantities.grouped(accounts.refused()),
                        Quantities.grouped(accounts.unknown()));
        return accounts.readBack()
                ? "%s. After recovery %s were found, %s lost%s, %s resurrected, %s duplicated; %s of the unknown ones had been applied."
                        .formatted(
                                sent,
                                Quantities.grouped(accounts.found()),
                                Quantities.grouped(accounts.lost()),
                                accounts.diverged() == 0
                                        ? ""
                                        : ", %s on the losing side alone"
                                                .formatted(Quantities.grouped(accounts.diverged())),
                                Quantities.grouped(accounts.resurrected()),
                                Quantities.grouped(accounts.duplicated()),
                                Quantities.grouped(accounts.unknownApplied()))
                : sent + ". They were not read back after recovery.";
    }

    private String lost() {
        Accounts accounts = findings.accounts();
        return accounts.readBack() ? Quantities.grouped(accounts.lost()) : "not known: they were not read back";
    }

    private String longest() {
        LongestCall longest = findings.longestCall();
        return longest == null
                ? "not measured"
                : "%s, %s, %s".formatted(Quantities.length(longest.latencyNanos()), longest.kind(), longest.outcome());
    }

    private String healing(Harmed harm) {
        if (harm.injected() == null) {
            return "%s of %s was never injected.".formatted(harm.fault(), harm.member());
        }
        if (harm.healed() == null) {
            return "%s of %s was NOT healed by the run.".formatted(harm.fault(), harm.member());
        }
        return "The drill undid %s of %s %s after the injection; its node was %s."
                .formatted(
                        harm.fault(),
                        harm.member(),
                        Quantities.length(Objects.requireNonNull(harm.healed()).fromNanos() - findings.zeroNanos()),
                        harm.clean() ? "proved clean" : "NOT proved clean");
    }

    private static String words(Gap gap) {
        return gap.undecided() != null
                ? "undecided: " + gap.undecided()
                : Quantities.between(gap.leastNanos(), gap.mostNanos());
    }
}
