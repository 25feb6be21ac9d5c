package muster.lab;

import java.util.List;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.history.Member;
import muster.engine.history.Timers;

/** A lab that is up, as a site. It reaches its nodes from inside the lab and from outside alike. */
public final class LabSite implements Site {

    private final LabFolder folder;
    private final LabFacts facts;

    /** @param lab a lab that is up */
    public LabSite(Lab lab) {
        this.folder = lab.folder();
        this.facts = lab.facts();
    }

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public List<Member> members() {
        return facts.members().stream()
                .map(member -> new Member(member.name(), member.node(), Address.client(member.name())))
                .toList();
    }

    @Override
    public Timers timers() {
        return facts.shape().profile().timers();
    }

    @Override
    public Shell shell(String node) {
        return facts.members().stream()
                .filter(member -> member.node().equals(node))
                .map(member -> new LabShell(facts.first(), node, member.holderPid()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the lab has no node " + node));
    }

    @Override
    public Scripts scripts(Lever lever) {
        return switch (lever) {
            case Lever.Kill kill -> ending(kill.member(), "kill");
            case Lever.Terminate terminate -> ending(terminate.member(), "terminate");
        };
    }

    private Scripts ending(Member member, String verb) {
        return new Scripts(
                command(verb, member), command("gone", member), command("start", member), command("runs", member));
    }

    private String command(String verb, Member member) {
        return "sh %s %s %s".formatted(Settings.quote(folder.memberScript().toString()), verb, member.name());
    }

    /** Holds nothing. */
    @Override
    public void close() {}
}
