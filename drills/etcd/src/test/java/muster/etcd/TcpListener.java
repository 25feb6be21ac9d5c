package muster.etcd;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import muster.engine.history.Member;

/** A server on loopback that is no etcd: what it does with each connection is the test's, and all that it hears is kept. */
final class TcpListener implements AutoCloseable {

    private static final int PREFACE = 24;
    private static final int FRAME_HEADER = 9;
    private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    /** HTTP/2's frame type of a request (RFC 9113). */
    static final int HEADERS = 1;

    /** What to do with one connection. */
    interface Conversation {
        void hold(InputStream in, OutputStream out) throws IOException;
    }

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    TcpListener(Conversation conversation) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                accept(conversation);
            }
        });
    }

    private void accept(Conversation conversation) {
        try {
            Socket socket = server.accept();
            open.add(socket);
            Thread.ofVirtual().start(() -> {
                try (socket) {
                    conversation.hold(new Tap(socket.getInputStream()), socket.getOutputStream());
                } catch (IOException e) {
                    open.remove(socket);
                }
            });
        } catch (IOException e) {
            open.removeIf(Socket::isClosed);
        }
    }

    /** Reads until the other side ends, and says nothing. */
    static void hang(InputStream in, OutputStream out) throws IOException {
        int last = 0;
        while (last >= 0) {
            last = in.read();
        }
    }

    /** Begins HTTP/2 like a server, reads until the first request has come, and ends the connection. */
    static void dieOnRequest(InputStream in, OutputStream out) throws IOException {
        out.write(EMPTY_SETTINGS);
        in.readNBytes(PREFACE);
        while (true) {
            byte[] header = in.readNBytes(FRAME_HEADER);
            if (header.length < FRAME_HEADER || header[3] == HEADERS) {
                return;
            }
            in.readNBytes(((header[0] & 0xFF) << 16) | ((header[1] & 0xFF) << 8) | (header[2] & 0xFF));
        }
    }

    Member member() {
        return new Member("m1", "local", URI.create("http://127.0.0.1:" + server.getLocalPort()));
    }

    /** The types of the HTTP/2 frames that were heard on its only connection. */
    synchronized List<Integer> frames() {
        byte[] all = heard.toByteArray();
        List<Integer> types = new ArrayList<>();
        for (int at = PREFACE; at + FRAME_HEADER <= all.length; ) {
            types.add((int) all[at + 3]);
            at += FRAME_HEADER + (((all[at] & 0xFF) << 16) | ((all[at + 1] & 0xFF) << 8) | (all[at + 2] & 0xFF));
        }
        return types;
    }

    private synchronized void hear(byte[] buffer, int offset, int count) {
        heard.write(buffer, offset, count);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Remembers what is read. */
    private final class Tap extends FilterInputStream {

        Tap(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            if (octet >= 0) {
                hear(new byte[] {(byte) octet}, 0, 1);
            }
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                hear(buffer, offset, count);
            }
            return count;
        }
    }
}
