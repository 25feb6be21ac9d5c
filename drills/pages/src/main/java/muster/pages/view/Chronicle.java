package muster.pages.view;

import muster.engine.check.Quantities;
import muster.engine.history.Entry;
import muster.engine.history.Event;
import muster.engine.report.Report;

/** The journal in words. */
final class Chronicle {

    private Chronicle() {}

    static Table of(Report report) {
        long zero = report.findings().zeroNanos();
        Table.Builder table = new Table.Builder(
                "Every event of the journal", Column.figures("When"), Column.words("Event"), Column.words("Text"));
        for (Entry entry : report.evidence().journal()) {
            Fact fact = words(entry.event());
            table.row(Quantities.moment(entry.atNanos() - zero), fact.word(), fact.text());
        }
        return table.build();
    }

    private static Fact words(Event event) {
        return switch (event) {
            case Event.Began began -> new Fact("run begins", began.facts().run());
            case Event.StepBegan step ->
                new Fact("step %s begins".formatted(step.step()), step.word() + ": " + step.text());
            case Event.StepEnded step -> new Fact("step %s ends".formatted(step.step()), step.text());
            case Event.FaultIntended fault ->
                new Fact(
                        "fault %d intended".formatted(fault.injection()),
                        "%s %s on %s; its heal stands in the ledger"
                                .formatted(fault.fault(), fault.member(), fault.node()));
            case Event.LockTaken lock -> new Fact("site locked", lock.evidence());
            case Event.LockReleased lock -> new Fact("site free", lock.evidence());
            case Event.FaultArmed fault ->
                new Fact("fault %d armed".formatted(fault.injection()), "its node " + fault.evidence());
            case Event.FaultInjected fault ->
                new Fact(
                        "fault %d injected".formatted(fault.injection()),
                        "its command took " + Quantities.length(fault.command().widthNanos()));
            case Event.FaultBit fault -> new Fact("fault %d bit".formatted(fault.injection()), fault.evidence());
            case Event.FaultMissed fault -> new Fact("fault %d missed".formatted(fault.injection()), fault.evidence());
            case Event.FaultLapsed fault ->
                new Fact("FAULT %d DID NOT HOLD".formatted(fault.injection()), fault.evidence());
            case Event.FaultHealing fault -> new Fact("fault %d heals".formatted(fault.injection()), "");
            case Event.FaultHealed fault ->
                new Fact(
                        "fault %d healed".formatted(fault.injection()),
                        "its command took " + Quantities.length(fault.command().widthNanos()));
            case Event.NodeClean node -> new Fact("node clean, fault %d".formatted(node.injection()), node.evidence());
            case Event.FaultDisarmed fault ->
                new Fact("fault %d disarmed".formatted(fault.injection()), fault.evidence());
            case Event.FaultStruck fault ->
                new Fact("fault %d struck".formatted(fault.injection()), "its line in the ledger is closed");
            case Event.NodeUnclean node ->
                new Fact(
                        "NODE NOT CLEAN, fault %d".formatted(node.injection()),
                        "%s. To heal it by hand: %s".formatted(node.evidence(), node.remedy()));
            case Event.ActBegan act -> new Fact("%s of %s ordered".formatted(act.act(), act.member()), act.command());
            case Event.ActDone act -> new Fact("act of step %s done".formatted(act.step()), act.evidence());
            case Event.ActFailed act -> new Fact("act of step %s failed".formatted(act.step()), act.why());
            case Event.ActLeft act ->
                new Fact(
                        "ACT HALF DONE, step %s".formatted(act.step()),
                        "%s. To go on: %s".formatted(act.what(), act.remedy()));
            case Event.RedundancyReached reached -> new Fact("full redundancy", reached.text());
            case Event.RedundancyMissed missed -> new Fact("no full redundancy", missed.text());
            case Event.Hiccups hiccups ->
                new Fact(
                        "our own stalls",
                        "p99 %s of %s measurements"
                                .formatted(
                                        Quantities.length(hiccups.p99Nanos()), Quantities.grouped(hiccups.samples())));
            case Event.LoadShed shed -> new Fact("calls not sent", Quantities.grouped(shed.calls()));
            case Event.ReadBack back ->
                new Fact(
                        "writes read back",
                        "%s stand in the store; %s".formatted(Quantities.grouped(back.found()), back.text()));
            case Event.Salvaged salvaged ->
                new Fact(
                        "salvaged from " + salvaged.member(),
                        "%s that stood there alone, to %s"
                                .formatted(Quantities.count(salvaged.writes().size(), "write"), salvaged.file()));
            case Event.WorkloadRemoved removed ->
                new Fact(
                        "workload removed",
                        "%s keys deleted, %s left"
                                .formatted(Quantities.grouped(removed.keys()), Quantities.grouped(removed.left())));
            case Event.BesideBegan began ->
                new Fact("%s watched".formatted(began.store()), "version %s, beside".formatted(began.version()));
            case Event.BesideReadBack back ->
                new Fact(
                        "%s read back".formatted(back.store()),
                        "%s stand in it; %s not sent"
                                .formatted(
                                        Quantities.count(back.found(), "write"),
                                        Quantities.count(back.shed(), "call")));
            case Event.BesideRemoved removed ->
                new Fact(
                        "%s cleaned".formatted(removed.store()),
                        "%s keys deleted, %s left"
                                .formatted(Quantities.grouped(removed.keys()), Quantities.grouped(removed.left())));
            case Event.Noticed seen -> new Fact(seen.what(), "%s, was %s".formatted(seen.now(), seen.before()));
            case Event.Interrupted interrupted -> new Fact("interrupted", "by signal " + interrupted.signal());
            case Event.Failed failed -> new Fact("could not go on", failed.why());
            case Event.Ended ended -> new Fact("run ends", "");
        };
    }
}
