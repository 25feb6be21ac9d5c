package muster.engine.fault;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import muster.engine.cluster.Direction;
import muster.engine.cluster.Lever;
import muster.engine.cluster.Scripts;
import muster.engine.cluster.Shell;
import muster.engine.cluster.Side;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;

/**
 * What the levers that drop packets mean: one table of the kernel's packet filter for each harm, made and deleted whole, by a name that
 * tells what it drops. Rules of others are not touched, and the loopback is left alone. The same script does it on every kind of node.
 */
public final class PacketFilters {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The kernel is asked whether it would take such a table; nothing is changed. */
    private static final String TRIAL = """
            nft --check -f - <<'END'
            create table inet muster_trial
            add chain inet muster_trial arriving { type filter hook input priority -10 ; policy accept ; }
            add rule inet muster_trial arriving iifname != "lo" tcp dport 2380 counter drop
            END
            """;

    private final Ground ground;
    private final Supplier<Shell> shell;
    private boolean tried;

    /**
     * Where packets are dropped.
     *
     * @param name in a sentence: "the lab"
     * @param command the words before a verb of the script
     * @param between the port on which members reach each other
     * @param serves the port on which a member serves its clients
     * @param address the address at which the others reach a member
     */
    public record Ground(String name, String command, int between, int serves, Function<Member, String> address) {}

    /**
     * Tries nothing yet.
     *
     * @param ground where packets are dropped
     * @param shell a shell on some node
     */
    public PacketFilters(Ground ground, Supplier<Shell> shell) {
        this.ground = ground;
        this.shell = shell;
    }

    /** The script, for a site to put on its nodes. */
    public static String script() {
        return NodeScript.read("filter.sh");
    }

    /**
     * Asks that node's kernel, once.
     *
     * @throws OperatorException if the node's kernel takes no packet filter from us, with its own words
     */
    public synchronized void require() {
        if (tried) {
            return;
        }
        try {
            Shell.Result result = shell.get().run(TRIAL, LIMIT);
            if (!result.ok()) {
                throw new OperatorException(
                        "%s cannot drop packets: %s".formatted(ground.name(), result.words()),
                        "as root: modprobe nf_tables, and install nftables; or choose a drill without isolate and cut: muster drills");
            }
            tried = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("cancelled before a packet filter was tried", "start again", e);
        }
    }

    /**
     * Between the member and one side.
     *
     * @param others the other members, who are tried to prove it
     */
    public Scripts isolate(Lever.Isolate isolate, List<Member> others) {
        String table = "muster_isolate_%s_%s".formatted(word(isolate.from()), word(isolate.direction()));
        return scripts(isolate.member(), table, isolate.from(), isolate.direction(), "any", others);
    }

    /** Between the member and those named. */
    public Scripts cut(Lever.Cut cut) {
        String ends = cut.from().stream().map(Member::name).collect(Collectors.joining("_"));
        String table = "muster_cut_%s_%s".formatted(ends.replaceAll("[^A-Za-z0-9_]", "_"), word(cut.direction()));
        return scripts(cut.member(), table, Side.PEERS, cut.direction(), "named", cut.from());
    }

    /**
     * Between the member's whole node and every other machine, the packets of its pods among them; the way by which the node is entered
     * stays open.
     *
     * @param others the other members, who are tried to prove it
     */
    public Scripts alone(Member member, List<Member> others) {
        return scripts(member, "muster_node_alone", "all", Direction.BOTH, "any", others);
    }

    private Scripts scripts(
            Member member, String table, Side side, Direction direction, String reach, List<Member> peers) {
        return scripts(member, table, word(side), direction, reach, peers);
    }

    private Scripts scripts(
            Member member, String table, String side, Direction direction, String reach, List<Member> peers) {
        String rest = "%s %s %s %s %s %d %d %s"
                .formatted(
                        member.name(),
                        table,
                        side,
                        word(direction),
                        reach,
                        ground.between(),
                        ground.serves(),
                        peers.stream()
                                .map(peer -> "%s=%s"
                                        .formatted(peer.name(), ground.address().apply(peer)))
                                .collect(Collectors.joining(" ")));
        return new Scripts(
                command("drop", rest), command("blocked", rest), command("delete", rest), command("open", rest));
    }

    private String command(String verb, String rest) {
        return "%s %s %s".formatted(ground.command(), verb, rest);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
