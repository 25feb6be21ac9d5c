package muster.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the kernel's {@code /proc} says about processes (proc(5)). A process that ends meanwhile is not there. */
public final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final int START_TIME_FIELD = 22;

    private ProcessTable() {}

    /** When a process began, in clock ticks since boot; empty if it is not there, or has ended and only waits to be reaped. */
    static OptionalLong startTicks(long pid) {
        String stat = read(PROC.resolve(pid + "/stat"));
        if (stat.isEmpty()) {
            return OptionalLong.empty();
        }
        // The second field is the program's name in parentheses, and may hold anything.
        String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        if (rest[0].equals("Z") || rest[0].equals("X")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(rest[START_TIME_FIELD - 3]));
    }

    /** The kernel's name for the time since it booted. */
    static String bootId() {
        return read(PROC.resolve("sys/kernel/random/boot_id")).strip();
    }

    /** The children of a process. */
    static List<Long> children(long pid) {
        String children =
                read(PROC.resolve("%d/task/%d/children".formatted(pid, pid))).strip();
        return children.isEmpty()
                ? List.of()
                : Stream.of(children.split(" ", -1)).map(Long::valueOf).toList();
    }

    /** The children of a process that is number 1 of its process namespace, by their numbers in there. */
    static Map<Long, Long> childrenByInnerPid(long pid) {
        Map<Long, Long> outer = new TreeMap<>();
        for (long child : children(pid)) {
            for (String line : read(PROC.resolve(child + "/status")).split("\n", -1)) {
                if (line.startsWith("NSpid:")) {
                    String[] numbers = line.split("\\s+", -1);
                    outer.put(Long.valueOf(numbers[numbers.length - 1]), child);
                }
            }
        }
        return outer;
    }

    /** Every process of a process namespace that was given an argument. */
    public static List<Long> withArgument(String argument, long pidInSameNamespace) {
        String namespace = namespace(pidInSameNamespace, "pid");
        List<Long> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!Character.isDigit(name.charAt(0))) {
                    continue;
                }
                List<String> arguments = List.of(read(entry.resolve("cmdline")).split("\0", -1));
                if (arguments.contains(argument)
                        && namespace(Long.parseLong(name), "pid").equals(namespace)) {
                    found.add(Long.valueOf(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The identity of a process' namespace, such as {@code net:[4026531840]}; empty if it cannot be seen. */
    static String namespace(long pid, String kind) {
        return namespace(String.valueOf(pid), kind);
    }

    /** The identity of our own namespace. */
    static String ownNamespace(String kind) {
        return namespace("self", kind);
    }

    private static String namespace(String process, String kind) {
        try {
            return Files.readSymbolicLink(PROC.resolve("%s/ns/%s".formatted(process, kind)))
                    .toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // The process has ended, or belongs to somebody else: for our questions it is not there.
            return "";
        }
    }
}
