package muster.kubernetes.hosts;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import muster.engine.cluster.Shell;
import muster.engine.history.ClusterException;
import muster.engine.history.Timers;
import muster.kubernetes.site.ServerUnit;
import org.jspecify.annotations.Nullable;

/**
 * What systemd and the process of a unit tell on one host, by commands that only read. An etcd's settings are those that its process was
 * started with, in etcd's own order: its configuration file alone if it has one, else flags before the environment (etcd.io: configuration
 * options).
 *
 * @param state systemd's word of the unit: {@code active}, {@code failed}, …; {@code not-found} if the host has no such unit
 * @param restarts how often systemd restarted it by itself
 * @param pid its main process; null if it has none
 * @param timers that its etcd runs with, where that is what it runs; null if it does not run
 * @param data its etcd's data directory; null if it is not known
 * @param serves whether a process of the unit listens on the port that was asked for; null if nobody listens there, or it was not asked
 */
public record HostSurvey(
        String state,
        long restarts,
        @Nullable Long pid,
        @Nullable Timers timers,
        @Nullable String data,
        @Nullable Boolean serves) {

    private static final Duration DEADLINE = Duration.ofSeconds(4);

    /** etcd's own (etcd-io/etcd, {@code server/embed/config.go}). */
    private static final Timers ETCD = new Timers(Duration.ofMillis(100), Duration.ofMillis(1000));

    private static final String SCRIPT = """
            say() { [ -z "$2" ] || printf '%s %s\\n' "$1" "$2"; }
            property() { systemctl show --property="$1" --value "$unit.service"; }
            say load "$(property LoadState)"
            say state "$(systemctl is-active "$unit.service")"
            say restarts "$(property NRestarts)"
            pid=$(property MainPID)
            [ "${pid:-0}" != 0 ] || exit 0
            say pid "$pid"
            words=$(tr '\\0' '\\n' <"/proc/$pid/cmdline")
            flag() { printf '%s\\n' "$words" | sed -n "s/^--\\{0,1\\}$1=//p; /^--\\{0,1\\}$1\\$/{n;p}" | tail -n 1; }
            variable() { tr '\\0' '\\n' <"/proc/$pid/environ" | sed -n "s/^ETCD_$1=//p" | tail -n 1; }
            file=$(flag config-file)
            file=${file:-$(variable CONFIG_FILE)}
            setting() {
                if [ -n "$file" ]; then
                    sed -n "s/^$1: *[\\"']\\{0,1\\}\\([^\\"'# ]*\\).*/\\1/p" "$file" | tail -n 1
                else
                    found=$(flag "$1")
                    printf %s "${found:-$(variable "$2")}"
                fi
            }
            say heartbeat "$(setting heartbeat-interval HEARTBEAT_INTERVAL)"
            say election "$(setting election-timeout ELECTION_TIMEOUT)"
            say data "$(setting data-dir DATA_DIR)"
            [ "$port" != 0 ] || exit 0
            # Sockets that listen (state 0A) by their inodes, and the unit's processes by their control group: see proc(5).
            sockets=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$(printf ':%04X' "$port")" '
                $4 == "0A" && substr($2, length($2) - 4) == port { print "socket:[" $10 "]" }')
            [ -n "$sockets" ] || exit 0
            serves=no
            for group in $(grep -lF "/$unit.service" /proc/[0-9]*/cgroup 2>/dev/null); do
                ! ls -l "${group%cgroup}fd" 2>/dev/null | grep -qF "$sockets" || serves=yes
            done
            say serves "$serves"
            exit 0
            """;

    /**
     * Asks one host.
     *
     * @param unit without {@code .service}
     * @param port where it should listen; 0 if that is not asked
     * @throws ClusterException if it cannot be reached or says something else
     * @throws muster.engine.history.OperatorException if we are not let in
     * @throws InterruptedException if this thread is interrupted
     */
    public static HostSurvey of(String host, Shell shell, String unit, int port) throws InterruptedException {
        if (!ServerUnit.validName(unit)) {
            throw new IllegalArgumentException(unit);
        }
        Shell.Result result = shell.run("unit='%s' port=%d\n".formatted(unit, port) + SCRIPT, DEADLINE);
        Map<String, String> said = new HashMap<>();
        result.out().lines().filter(line -> line.contains(" ")).forEach(line -> {
            int space = line.indexOf(' ');
            said.put(line.substring(0, space), line.substring(space + 1).strip());
        });
        String load = said.get("load");
        if (!result.ok() || load == null) {
            throw new ClusterException("%s: systemd does not tell of %s: %s".formatted(host, unit, result.words()));
        }
        Long pid = said.containsKey("pid") ? Long.valueOf(number(said.get("pid"), 0)) : null;
        return new HostSurvey(
                load.equals("not-found") ? load : Objects.requireNonNullElse(said.get("state"), "unknown"),
                number(said.get("restarts"), 0),
                pid,
                pid == null ? null : timers(said),
                said.get("data"),
                said.containsKey("serves") ? Boolean.valueOf("yes".equals(said.get("serves"))) : null);
    }

    /** True if its unit runs. */
    public boolean runs() {
        return state.equals("active") && pid != null;
    }

    /**
     * Why to break this unit would break something else than is meant; null if nothing speaks against it.
     *
     * @param what stands for the unit: such as {@code etcd.service}
     */
    public @Nullable String mistaken(String what, int port) {
        if (state.equals("not-found")) {
            return "there is no " + what;
        }
        return Boolean.FALSE.equals(serves) ? "port %d is not served by %s".formatted(port, what) : null;
    }

    private static Timers timers(Map<String, String> said) {
        return new Timers(
                Duration.ofMillis(number(said.get("heartbeat"), ETCD.heartbeat().toMillis())),
                Duration.ofMillis(number(said.get("election"), ETCD.election().toMillis())));
    }

    private static long number(@Nullable String text, long otherwise) {
        return text == null || !text.matches("\\d{1,9}") ? otherwise : Long.parseLong(text);
    }
}
