package muster.etcd;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Prints how long a short-lived process takes to ask three members for their status, by transport: from its start to its end, with and
 * without TLS client certificates, with and without a cache of loaded classes. Asserts nothing. Run it with the class path of this
 * module's tests; the argument is how often each is measured, in turn, so that a busy moment hits all alike; {@code cpu}
 * is the median of what the process took of all processors, which other load does not stretch.
 */
public final class StatusTransportBench {

    private static final List<String> TRANSPORTS = List.of("HttpURLConnection", "socket", "java.net.http", "jetcd");

    private record Case(String transport, String folder, List<String> members, Path cache) {}

    private record Took(long wallMillis, long cpuMillis) {}

    private StatusTransportBench() {}

    /** Measures and prints.
     *
     * @param arguments how often
     */
    public static void main(String[] arguments) throws Exception {
        int times = arguments.length == 0 ? 10 : Integer.parseInt(arguments[0]);
        Path folder = Files.createTempDirectory("transports");
        String classPath = jars(folder);
        TestCertificates certificates = TestCertificates.make(folder);
        try (EtcdServers plain = EtcdServers.start(3, "http");
                EtcdServers secure = EtcdServers.start(
                        3,
                        "https",
                        "--client-cert-auth",
                        "--trusted-ca-file=" + certificates.file("ca.pem"),
                        "--cert-file=" + certificates.file("server.pem"),
                        "--key-file=" + certificates.file("server.key"));
                EtcdStore plainStore = new EtcdStore(plain.members(), EtcdAccess.plaintext());
                EtcdStore secureStore = new EtcdStore(secure.members(), certificates.client("pkcs8"))) {
            plain.awaitLeader(plainStore);
            secure.awaitLeader(secureStore);
            Map<String, Case> cases = new LinkedHashMap<>();
            for (String transport : TRANSPORTS) {
                cases.put(
                        transport + ", plain text",
                        new Case(transport, "-", addresses(plain), folder.resolve(transport + "-plain.aot")));
                cases.put(
                        transport + ", client certificate",
                        new Case(
                                transport,
                                folder.toString(),
                                addresses(secure),
                                folder.resolve(transport + "-tls.aot")));
            }
            measure(times, classPath, cases);
        } finally {
            try (Stream<Path> made = Files.list(folder)) {
                for (Path file : made.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static List<String> addresses(EtcdServers servers) {
        return servers.members().stream()
                .map(member -> member.client().toString())
                .toList();
    }

    private static void measure(int times, String classPath, Map<String, Case> cases) throws Exception {
        Map<String, List<Took>> took = new LinkedHashMap<>();
        for (Case each : cases.values()) {
            run(classPath, each, List.of("-XX:AOTCacheOutput=" + each.cache()));
        }
        for (int i = 0; i < times; i++) {
            for (Map.Entry<String, Case> each : cases.entrySet()) {
                took.computeIfAbsent(each.getKey(), key -> new ArrayList<>())
                        .add(run(classPath, each.getValue(), List.of()));
                took.computeIfAbsent(each.getKey() + ", AOT cache", key -> new ArrayList<>())
                        .add(run(
                                classPath,
                                each.getValue(),
                                List.of("-XX:AOTCache=" + each.getValue().cache())));
            }
        }
        System.out.printf(
                "%-50s %6s %6s %6s %6s   n=%d, ms%n", "process start to end", "least", "median", "most", "cpu", times);
        took.forEach((name, all) -> {
            List<Long> wall = all.stream().map(Took::wallMillis).sorted().toList();
            List<Long> cpu = all.stream().map(Took::cpuMillis).sorted().toList();
            System.out.printf(
                    "%-50s %6d %6d %6d %6d%n",
                    name, wall.getFirst(), wall.get(times / 2), wall.getLast(), cpu.get(times / 2));
        });
    }

    /** What this process's children that have ended took of all processors, in ms. Linux counts it in hundredths of a second. */
    private static long childrenMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * 10;
    }

    private static Took run(String classPath, Case each, List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, StatusTransport.class.getName(), each.transport(), each.folder()));
        command.addAll(each.members());
        long cpuBefore = childrenMillis();
        long before = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int exit = process.waitFor();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        if (exit != 0) {
            throw new IOException("exit %d of %s".formatted(exit, command));
        }
        return new Took(millis, childrenMillis() - cpuBefore);
    }

    /** The class path with its folders packed, since a cache of loaded classes takes jars alone. */
    private static String jars(Path folder) {
        List<String> jars = new ArrayList<>();
        for (String entry : Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
            if (entry.isEmpty()) {
                continue;
            }
            if (!Files.isDirectory(Path.of(entry))) {
                jars.add(entry);
                continue;
            }
            Path jar = folder.resolve("classes%d.jar".formatted(jars.size()));
            ToolProvider.findFirst("jar")
                    .orElseThrow()
                    .run(System.out, System.err, "--create", "--file=" + jar, "-C", entry, ".");
            jars.add(jar.toString());
        }
        return String.join(File.pathSeparator, jars);
    }
}
