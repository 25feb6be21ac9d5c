package muster.lab;

import java.util.List;
import muster.engine.cluster.Act;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Remains;
import muster.engine.cluster.Scripts;
import muster.engine.fault.PacketFilters;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;

/**
 * What a lever means on a PostgreSQL server. Every heal ends with {@code rejoin}: while a server was away another may have become the
 * primary, and then it must come back as a standby.
 */
final class ServerLevers {

    private final LabFolder folder;
    private final PacketFilters filters;
    private final Disks disks;
    private final Shape shape;

    ServerLevers(LabFolder folder, Shape shape, PacketFilters filters, Disks disks) {
        this.folder = folder;
        this.shape = shape;
        this.filters = filters;
        this.disks = disks;
    }

    Scripts scripts(Lever lever, List<Member> others) {
        Member member = lever.member();
        return switch (lever) {
            case Lever.Kill _ -> scripts(member, "kill", "gone", "rejoin");
            case Lever.Terminate _ -> scripts(member, "terminate", "gone", "rejoin");
            case Lever.Pause _ -> scripts(member, "pause", "stands", "resume");
            case Lever.Isolate isolate -> {
                filters.require();
                yield thenRejoin(member, filters.isolate(isolate, others));
            }
            case Lever.Cut cut -> {
                filters.require();
                yield thenRejoin(member, filters.cut(cut));
            }
            case Lever.Configure configure ->
                new Scripts(
                        settings("configure", configure),
                        settings("configured", configure),
                        settings("unconfigure", configure),
                        settings("plain", configure));
            case Lever.LoseData _ ->
                new Scripts(
                        command("lose", member),
                        command("lost", member),
                        command("whole", member),
                        command("restored", member));
            case Lever.LoseDisk _ -> throw LabSite.noDisk(member);
            case Lever.Reboot _, Lever.PowerCut _ -> throw LabSite.noReboot(member);
            case Lever.LoseNode _, Lever.PartNode _ -> throw LabSite.noFate(member);
            case Lever.Switchover _ -> throw LabSite.noKeeper(member);
            case Lever.FillDisk _ -> disks.fill(member);
            case Lever.FillQuota _ ->
                throw new OperatorException(
                        "%s: PostgreSQL has no space quota of its own".formatted(member.name()),
                        "choose another drill: muster drills");
            case Lever.ClockJump jump -> clocks(jump);
        };
    }

    private Scripts clocks(Lever.ClockJump jump) {
        Member member = jump.member();
        if (!shape.clocks()) {
            throw new OperatorException(
                    "%s goes by the machine's clock: the library that gives it another must be there when it starts"
                            .formatted(member.name()),
                    "muster lab down && " + shape.withClocks().command());
        }
        return new Scripts(
                "%s %d".formatted(command("jump", member), jump.by().toSeconds()),
                "%s %d".formatted(command("jumped", member), jump.by().toSeconds()),
                command("on-time", member),
                command("punctual", member));
    }

    /** What an act means on a server. */
    String script(Act act) {
        return switch (act) {
            case Act.Promote promote -> command("promote", promote.member());
            case Act.Rejoin rejoin -> command("rejoin", rejoin.member());
            case Act.Rebuild rebuild -> command("rebuild", rebuild.member());
            case Act.CancelWaiting cancel -> command("cancel-waiting", cancel.member());
            case Act.Replace replace ->
                throw new OperatorException(
                        "%s: PostgreSQL has no members that are replaced"
                                .formatted(replace.member().name()),
                        "say rebuild in the drill");
            case Act.Snapshot _, Act.Recover _, Act.Restore _ -> throw LabSite.noDisk(act.member());
        };
    }

    Remains remains(Member member) {
        return new Remains(
                new Member(member.name(), member.node(), Address.remains(member.name())),
                since -> "%s %s".formatted(command("remains", member), Settings.quote(since)),
                copy -> "%s %s".formatted(command("remains-serve", member), Settings.quote(copy)),
                command("remains-end", member));
    }

    private String settings(String verb, Lever.Configure configure) {
        StringBuilder command = new StringBuilder(command(verb, configure.member()));
        configure.lines().forEach(line -> command.append(' ').append(Settings.quote(line)));
        return command.toString();
    }

    private Scripts scripts(Member member, String inject, String bit, String heal) {
        return new Scripts(
                command(inject, member), command(bit, member), command(heal, member), command("well", member));
    }

    private Scripts thenRejoin(Member member, Scripts filter) {
        return new Scripts(
                filter.inject(),
                filter.bit(),
                filter.heal() + " && " + command("rejoin", member),
                filter.clean() + " && " + command("well", member));
    }

    private String command(String verb, Member member) {
        return "sh %s %s %s".formatted(Settings.quote(folder.serverScript().toString()), verb, member.name());
    }
}
