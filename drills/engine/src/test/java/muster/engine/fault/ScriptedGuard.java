package muster.engine.fault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import muster.engine.cluster.Guarding;
import muster.engine.cluster.Shell;

/** The guards of a site in memory: what {@code guard.sh} does, without its clock. */
final class ScriptedGuard {

    private static final Pattern WORD = Pattern.compile("'((?:[^']|'\\\\'')*)'");

    private final Map<String, String> locks = new HashMap<>();
    private final Set<String> armed = new HashSet<>();
    private final List<String> renewed = new ArrayList<>();

    static Guarding guarding(String node) {
        return new Guarding("guard " + node, "");
    }

    static boolean meant(String script) {
        return script.startsWith("guard ");
    }

    /** What a node's guard answers; runs the script that is handed through its gate. */
    synchronized Shell.Result answer(String script, Function<String, Shell.Result> run) {
        String[] words = script.split(" ", 4);
        String node = words[1];
        List<String> arguments = arguments(script);
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (words[2]) {
            case "acquire" -> {
                String holder = locks.putIfAbsent(node, first);
                yield holder == null || holder.equals(first) ? ok("locked") : refused("another drill runs here");
            }
            case "renew" -> {
                renewed.add(node);
                yield first.equals(locks.get(node)) ? ok("renewed") : refused("the lock's lease has run out");
            }
            case "release" -> {
                var _ = locks.remove(node, first);
                yield ok("");
            }
            case "arm" -> {
                if (!arguments.get(1).equals(locks.get(node))) {
                    yield refused("the lock's lease has run out");
                }
                armed.add(first);
                yield ok("");
            }
            case "armed" -> armed.contains(first) ? ok("heals by itself in 30 s at the latest") : refused("not armed");
            case "inject" -> {
                boolean allowed = armed.contains(first) && arguments.get(1).equals(locks.get(node));
                yield allowed ? run.apply(arguments.get(2)) : refused("its heal is not armed");
            }
            case "act" ->
                first.equals(locks.get(node)) ? run.apply(arguments.get(2)) : refused("the lock's lease has run out");
            case "heal" -> run.apply(arguments.get(1));
            case "disarm" -> {
                armed.remove(first);
                yield ok("disarmed");
            }
            default -> throw new IllegalArgumentException(script);
        };
    }

    /** The nodes that were asked to renew, in order. */
    synchronized List<String> renewed() {
        return List.copyOf(renewed);
    }

    /** The leases of all locks run out. */
    synchronized void leasesRunOut() {
        locks.clear();
    }

    private static Shell.Result ok(String words) {
        return new Shell.Result(0, words, "");
    }

    private static Shell.Result refused(String words) {
        return new Shell.Result(Guard.REFUSED, "", words);
    }

    private static List<String> arguments(String script) {
        List<String> arguments = new ArrayList<>();
        Matcher matcher = WORD.matcher(script);
        while (matcher.find()) {
            arguments.add(matcher.group(1).replace("'\\''", "'"));
        }
        return arguments;
    }
}
