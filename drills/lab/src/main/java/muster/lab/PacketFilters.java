package muster.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
 * What the levers that drop packets mean in the lab: one table of the kernel's packet filter for each harm, made and deleted whole, by
 * a name that tells what it drops. Rules of others are not touched.
 */
final class PacketFilters {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The kernel is asked whether it would take such a table; nothing is changed. */
    private static final String TRIAL = """
            nft --check -f - <<'END'
            create table inet muster_trial
            add chain inet muster_trial arriving { type filter hook input priority -10 ; policy accept ; }
            add rule inet muster_trial arriving iifname != "lo" tcp dport 2380 counter drop
            END
            """;

    private final Path script;
    private final Supplier<Shell> shell;
    private boolean tried;

    /**
     * @param script what runs on the nodes
     * @param shell a shell on some node
     */
    PacketFilters(Path script, Supplier<Shell> shell) {
        this.script = script;
        this.shell = shell;
    }

    /** @throws OperatorException if this machine's kernel takes no packet filter from us, with its own words */
    synchronized void require() {
        if (tried) {
            return;
        }
        try {
            Shell.Result result = shell.get().run(TRIAL, LIMIT);
            if (!result.ok()) {
                throw new OperatorException(
                        "the lab cannot drop packets on this machine: " + result.words(),
                        "as root: modprobe nf_tables; or choose a drill without isolate and cut: muster drills");
            }
            tried = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("cancelled before a packet filter was tried", "start again", e);
        }
    }

    Scripts isolate(Lever.Isolate isolate, List<Member> others) {
        String table = "muster_isolate_%s_%s".formatted(word(isolate.from()), word(isolate.direction()));
        return scripts(isolate.member(), table, isolate.from(), isolate.direction(), "any", others);
    }

    Scripts cut(Lever.Cut cut) {
        String ends = cut.from().stream().map(Member::name).collect(Collectors.joining("_"));
        String table = "muster_cut_%s_%s".formatted(ends, word(cut.direction()));
        return scripts(cut.member(), table, Side.PEERS, cut.direction(), "named", cut.from());
    }

    private Scripts scripts(
            Member member, String table, Side side, Direction direction, String reach, List<Member> peers) {
        String rest = "%s %s %s %s %s %s"
                .formatted(
                        member.name(),
                        table,
                        word(side),
                        word(direction),
                        reach,
                        peers.stream().map(Member::name).collect(Collectors.joining(" ")));
        return new Scripts(
                command("drop", rest), command("blocked", rest), command("delete", rest), command("open", rest));
    }

    private String command(String verb, String rest) {
        return "sh %s %s %s".formatted(Settings.quote(script.toString()), verb, rest);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
