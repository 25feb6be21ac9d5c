package muster.etcd;

import io.etcd.jetcd.Client;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import muster.engine.history.Member;
import muster.engine.history.Sighting;
import org.jspecify.annotations.Nullable;

/** The process that {@link StatusTransportBench} measures: asks every member for its status, by one transport, and ends. */
public final class StatusTransport {

    private static final String PATH = "/v3/maintenance/status";
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private StatusTransport() {}

    /** Asks once.
     *
     * @param arguments the transport, the folder of the certificates or {@code -}, and the members' addresses */
    public static void main(String[] arguments) throws Exception {
        Credentials credentials = arguments[1].equals("-") ? null : credentials(Path.of(arguments[1]));
        List<URI> members = List.of(arguments).subList(2, arguments.length).stream()
                .map(URI::create)
                .toList();
        List<Callable<String>> questions = questions(arguments[0], credentials, members);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            questions.forEach(question -> answers.add(threads.submit(question)));
            for (Future<String> answer : answers) {
                if (answer.get().isEmpty()) {
                    throw new IllegalStateException("no version");
                }
            }
        }
        Runtime.getRuntime().exit(0);
    }

    private static @Nullable Credentials credentials(Path folder) {
        return Credentials.of(
                EtcdAccess.tls(folder.resolve("ca.pem"), folder.resolve("pkcs8.pem"), folder.resolve("pkcs8.key")));
    }

    private static List<Callable<String>> questions(
            String transport, @Nullable Credentials credentials, List<URI> members) {
        return switch (transport) {
            case "jetcd" -> {
                Connections connections = new Connections(credentials, DEADLINE);
                yield members.stream()
                        .<Callable<String>>map(member -> () -> jetcd(connections, member))
                        .toList();
            }
            case "HttpURLConnection" -> {
                GatewayInterview view = new GatewayInterview(new Gateway(credentials), new Names());
                yield members.stream()
                        .<Callable<String>>map(member -> () -> view(view, member))
                        .toList();
            }
            case "java.net.http" -> {
                HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
                HttpClient client = credentials == null
                        ? builder.build()
                        : builder.sslContext(credentials.context()).build();
                yield members.stream()
                        .<Callable<String>>map(member -> () -> httpClient(client, member))
                        .toList();
            }
            case "socket" ->
                members.stream()
                        .<Callable<String>>map(member -> () -> socket(credentials, member))
                        .toList();
            default -> throw new IllegalArgumentException(transport);
        };
    }

    private static String view(GatewayInterview view, URI member) throws Exception {
        Sighting.Answer standing =
                view.look(new Member("m", "n", member), 0, DEADLINE).standing();
        return standing == null ? "" : standing.version();
    }

    private static String jetcd(Connections connections, URI member) throws Exception {
        Client client = connections.open(member);
        return client.getMaintenanceClient()
                .statusMember(member.toString())
                .get(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .getVersion();
    }

    private static String httpClient(HttpClient client, URI member) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(member.resolve(PATH))
                .timeout(DEADLINE)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return version(
                client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static String socket(@Nullable Credentials credentials, URI member) throws Exception {
        try (Socket socket = credentials == null
                ? new Socket(member.getHost(), member.getPort())
                : credentials.context().getSocketFactory().createSocket(member.getHost(), member.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write("POST %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
                    .formatted(PATH, member.getAuthority())
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return version(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
    }

    private static String version(String body) throws Exception {
        String version = Json.read(body).text("version");
        return version == null ? "" : version;
    }
}
