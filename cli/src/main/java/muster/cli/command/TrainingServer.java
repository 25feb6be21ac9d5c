package muster.cli.command;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers on the loopback what {@code muster status} asks a PostgreSQL server, so that the start-up cache knows what asking loads.
 * The messages are those of PostgreSQL's manual, "Frontend/Backend Protocol", version 3.0.
 */
final class TrainingServer implements AutoCloseable {

    private static final List<@Nullable String> IDENTITY = Arrays.asList("7", "1", "0/1000", null);

    private static final List<@Nullable String> STATE = Arrays.asList(
            "15.1",
            "f",
            "0/2000",
            "0/2000",
            null,
            null,
            null,
            null,
            "",
            "f",
            "0",
            "0",
            "1",
            "",
            "on",
            "on",
            "on",
            "on",
            "16777216");

    private static final List<List<String>> PARAMETERS = List.of(
            List.of("server_version", "15.1"),
            List.of("server_encoding", "UTF8"),
            List.of("client_encoding", "UTF8"),
            List.of("DateStyle", "ISO, MDY"),
            List.of("integer_datetimes", "on"),
            List.of("standard_conforming_strings", "on"),
            List.of("TimeZone", "UTC"));

    private final ServerSocket socket;
    private final Thread thread;

    TrainingServer() throws IOException {
        socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread = Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        try (Socket client = socket.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            in.skipNBytes(in.readInt() - Integer.BYTES);
            greet(out);
            while (true) {
                byte type = in.readByte();
                byte[] body = in.readNBytes(in.readInt() - Integer.BYTES);
                if (type != 'Q') {
                    return;
                }
                answer(out, new String(body, StandardCharsets.UTF_8));
            }
        } catch (EOFException e) {
            // The client has seen enough.
            return;
        } catch (IOException e) {
            throw new IllegalStateException("the training server failed", e);
        }
    }

    private static void greet(DataOutputStream out) throws IOException {
        message(out, 'R', body -> body.writeInt(0));
        for (List<String> parameter : PARAMETERS) {
            message(out, 'S', body -> {
                text(body, parameter.getFirst());
                text(body, parameter.getLast());
            });
        }
        message(out, 'K', body -> body.writeLong(1));
        ready(out);
    }

    private static void answer(DataOutputStream out, String question) throws IOException {
        if (question.startsWith("IDENTIFY_SYSTEM")) {
            row(out, IDENTITY);
        } else if (question.startsWith("SELECT current_setting")) {
            row(out, STATE);
        } else if (question.startsWith("SELECT min")) {
            row(out, Arrays.asList((String) null));
        } else {
            row(out, Arrays.asList("p2", "f", null, null));
        }
        message(out, 'C', body -> text(body, "SELECT 1"));
        ready(out);
    }

    private static void row(DataOutputStream out, List<@Nullable String> values) throws IOException {
        message(out, 'T', body -> {
            body.writeShort(values.size());
            for (int column = 0; column < values.size(); column++) {
                text(body, "c" + column);
                body.writeInt(0);
                body.writeShort(0);
                // The type is text, of no fixed length, without a modifier, and is sent as text.
                body.writeInt(25);
                body.writeShort(-1);
                body.writeInt(-1);
                body.writeShort(0);
            }
        });
        message(out, 'D', body -> {
            body.writeShort(values.size());
            for (String value : values) {
                byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
                body.writeInt(value == null ? -1 : bytes.length);
                body.write(bytes);
            }
        });
    }

    private static void ready(DataOutputStream out) throws IOException {
        message(out, 'Z', body -> body.writeByte('I'));
        out.flush();
    }

    private interface Body {
        void writeTo(DataOutputStream body) throws IOException;
    }

    private static void message(DataOutputStream out, char type, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        out.writeByte(type);
        out.writeInt(bytes.size() + Integer.BYTES);
        bytes.writeTo(out);
    }

    private static void text(DataOutputStream body, String text) throws IOException {
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.writeByte(0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        thread.interrupt();
    }
}
