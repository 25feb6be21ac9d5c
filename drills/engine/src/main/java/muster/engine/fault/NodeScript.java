package muster.engine.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that are the same on every kind of node. */
final class NodeScript {

    private NodeScript() {}

    static String read(String name) {
        try (InputStream script = NodeScript.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("resource missing: " + name);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
