package muster.lab;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import muster.engine.cluster.Act;
import muster.engine.cluster.Guarding;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Remains;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Site;
import muster.engine.fault.PacketFilters;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;
import muster.engine.history.Timers;
import org.jspecify.annotations.Nullable;

/** A lab that is up, as a site for one of its stores. It reaches its nodes from inside the lab and from outside alike. */
public final class LabSite implements Site {

    /** The store whose members are {@code m1}, {@code m2}, …. */
    public static final String ETCD = "etcd";

    /** The store whose servers are {@code p1}, {@code p2}, …. */
    public static final String POSTGRES = "postgres";

    /** The stores that a lab can have, by their words in a drill. */
    public static final Set<String> STORES = Set.of(ETCD, POSTGRES);

    private final LabFolder folder;
    private final LabFacts facts;
    private final boolean postgres;
    private final PacketFilters filters;
    private final Disks disks;

    /**
     * @param lab a lab that is up
     * @param store {@link #ETCD} or {@link #POSTGRES}
     * @throws OperatorException if the lab has no such store
     */
    public LabSite(Lab lab, String store) {
        if (!lab.facts().shape().has(store)) {
            throw lab.without(store);
        }
        this.folder = lab.folder();
        this.facts = lab.facts();
        this.postgres = store.equals(POSTGRES);
        this.filters = new PacketFilters(
                new PacketFilters.Ground(
                        "the lab",
                        "sh " + Settings.quote(folder.filterScript().toString()),
                        postgres ? 5432 : 2380,
                        postgres ? 5432 : 2379,
                        member -> Address.of(member.name())),
                () -> shell(members().getFirst().node()));
        this.disks = new Disks(folder, facts.shape());
    }

    @Override
    public String name() {
        return "lab";
    }

    @Override
    public List<Member> members() {
        return facts.members().stream()
                .filter(member -> member.postgres() == postgres)
                .map(member -> new Member(member.name(), member.node(), Address.client(member.name())))
                .toList();
    }

    @Override
    public List<String> nodes() {
        return facts.members().stream().map(LabFacts.LabMember::node).toList();
    }

    @Override
    public @Nullable Timers timers() {
        return postgres ? null : facts.shape().profile().timers();
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
    public Optional<String> latencyDoubt() {
        return LabFacts.TMPFS.equals(facts.dataOn())
                ? Optional.of("the members' data lie in memory (tmpfs), where fsync costs nothing")
                : Optional.empty();
    }

    @Override
    public String incarnation() {
        FirstProcess first = facts.first();
        return "%s:%d:%d".formatted(first.bootId(), first.pid(), first.startTicks());
    }

    @Override
    public String script(Act act) {
        if (postgres) {
            return serverLevers().script(act);
        }
        return switch (act) {
            case Act.Replace replace -> replace("replace", replace.member());
            case Act.Promote promote -> throw unknown(promote, "promote");
            case Act.Rejoin rejoin -> throw unknown(rejoin, "rejoin");
            case Act.Rebuild rebuild -> throw unknown(rebuild, "rebuild");
            case Act.CancelWaiting cancel -> throw unknown(cancel, "cancel-waiting");
            case Act.Snapshot snapshot -> throw unknown(snapshot, "snapshot");
            case Act.Recover recover -> throw unknown(recover, "recover");
            case Act.Restore restore -> throw unknown(restore, "restore");
        };
    }

    private static OperatorException unknown(Act act, String word) {
        return new OperatorException(
                "%s: the lab knows no act %s for etcd".formatted(act.member().name(), word), "muster drills");
    }

    @Override
    public Optional<Remains> remains(Member member) {
        return postgres ? Optional.of(serverLevers().remains(member)) : Optional.empty();
    }

    @Override
    public Guarding guarding(String node) {
        String member = facts.members().stream()
                .filter(each -> each.node().equals(node))
                .map(LabFacts.LabMember::name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the lab has no node " + node));
        String guard = Settings.quote(folder.member(member).resolve("guard").toString());
        String command =
                "sh %s %s".formatted(Settings.quote(folder.guardScript().toString()), guard);
        // What waits is an orphan of the lab: it ends with the lab's first process, and with nobody else.
        return new Guarding(command, """
                case $1 in
                    set) setsid %1$s watch "$2" </dev/null >/dev/null 2>&1 & ;;
                    shows) [ -e %2$s/harms/"$2"/watch ] && ! flock -n %2$s/harms/"$2"/watch true ;;
                    ring | clear) ;;
                esac
                """.formatted(command, guard));
    }

    @Override
    public Scripts scripts(Lever lever) {
        return postgres ? serverLevers().scripts(lever, others(lever.member())) : etcdScripts(lever);
    }

    private Scripts etcdScripts(Lever lever) {
        return switch (lever) {
            case Lever.Kill kill -> ending(kill.member(), "kill");
            case Lever.Terminate terminate -> ending(terminate.member(), "terminate");
            case Lever.Pause pause ->
                new Scripts(
                        command("pause", pause.member()),
                        command("stands", pause.member()),
                        command("resume", pause.member()),
                        command("answers", pause.member()));
            case Lever.Isolate isolate -> {
                filters.require();
                yield answering(isolate.member(), filters.isolate(isolate, others(isolate.member())));
            }
            case Lever.Cut cut -> {
                filters.require();
                yield answering(cut.member(), filters.cut(cut));
            }
            case Lever.Configure configure ->
                throw new OperatorException(
                        "%s: etcd takes its settings when it starts, and not while it runs"
                                .formatted(configure.member().name()),
                        "choose another drill: muster drills");
            case Lever.LoseData lose ->
                new Scripts(
                        replace("lose", lose.member()),
                        replace("lost", lose.member()),
                        replace("whole", lose.member()),
                        replace("votes", lose.member()));
            case Lever.LoseDisk lose -> throw noDisk(lose.member());
            case Lever.Reboot reboot -> throw noReboot(reboot.member());
            case Lever.PowerCut cut -> throw noReboot(cut.member());
            case Lever.LoseNode _, Lever.PartNode _ -> throw noFate(lever.member());
            case Lever.Switchover _ -> throw noKeeper(lever.member());
            case Lever.FillQuota fill ->
                new Scripts(
                        quota("fill", fill.member()),
                        quota("full", fill.member()),
                        quota("free", fill.member()),
                        quota("spare", fill.member()));
            case Lever.FillDisk fill -> disks.fill(fill.member());
            case Lever.ClockJump jump ->
                throw new OperatorException(
                        "%s: the lab cannot give etcd another clock: it is a Go program, which asks the kernel for the time without"
                                        .formatted(jump.member().name())
                                + " the C library, so that libfaketime is not heard",
                        "choose another drill: muster drills");
        };
    }

    /** Its nodes are namespaces of one kernel. */
    static OperatorException noDisk(Member member) {
        return new OperatorException(
                "%s: losing a disk for good, and the way back from it, are known on a K3s cluster only"
                        .formatted(member.name()),
                "choose another drill: muster drills");
    }

    static OperatorException noReboot(Member member) {
        return new OperatorException(
                "%s: a node of the lab is a network namespace, which cannot be restarted or switched off"
                        .formatted(member.name()),
                "run it on a cluster: muster run DRILL --site NAME");
    }

    static OperatorException noKeeper(Member member) {
        return new OperatorException(
                "%s: nobody keeps the lab's servers who could hand its part over".formatted(member.name()),
                "muster run postgres-switchover, or on a cluster that Patroni keeps: muster run DRILL --site NAME --statefulset NAMESPACE/NAME");
    }

    /** Each of its nodes holds one server and nothing else. */
    static OperatorException noFate(Member member) {
        return new OperatorException(
                "%s: a node of the lab holds one server, which shares its fate with nothing".formatted(member.name()),
                "run it on a cluster: muster run DRILL --site NAME");
    }

    private ServerLevers serverLevers() {
        return new ServerLevers(folder, facts.shape(), filters, disks);
    }

    private String replace(String verb, Member member) {
        return "sh %s %s %s".formatted(Settings.quote(folder.replaceScript().toString()), verb, member.name());
    }

    /**
     * The script that does one thing to a PostgreSQL server, for {@link #shell}: the verbs stand at the head of {@code server.sh}.
     *
     * @param words what follows the server's name
     */
    public String serverCommand(String verb, String server, String... words) {
        StringBuilder command = new StringBuilder("sh ")
                .append(Settings.quote(folder.serverScript().toString()))
                .append(' ')
                .append(verb)
                .append(' ')
                .append(Settings.quote(server));
        for (String word : words) {
            command.append(' ').append(Settings.quote(word));
        }
        return command.toString();
    }

    private List<Member> others(Member member) {
        return members().stream().filter(other -> !other.equals(member)).toList();
    }

    private Scripts answering(Member member, Scripts filter) {
        return new Scripts(
                filter.inject(),
                filter.bit(),
                filter.heal(),
                "%s && %s".formatted(command("answers", member), filter.clean()));
    }

    private Scripts ending(Member member, String verb) {
        return new Scripts(
                command(verb, member), command("gone", member), command("start", member), command("runs", member));
    }

    private String quota(String verb, Member member) {
        return "sh %s %s %s".formatted(Settings.quote(folder.quotaScript().toString()), verb, member.name());
    }

    private String command(String verb, Member member) {
        return "sh %s %s %s".formatted(Settings.quote(folder.memberScript().toString()), verb, member.name());
    }

    /** Holds nothing. */
    @Override
    public void close() {}
}
