package muster.kubernetes.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What an API server's JSON says. */
final class Answer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answer() {}

    /** A body as a tree; an empty one if it is not JSON. */
    static JsonNode tree(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return tree == null ? JSON.createObjectNode() : tree;
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    /** The message of a {@code Status}, on one line; the body's first line if it is none. */
    static String message(String text) {
        String message = tree(text).path("message").asText("");
        String words = message.isBlank() ? text : message;
        return words.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("no message");
    }

    /** True for a {@code Status} that says that an object is not there, and not that a path means nothing. */
    static boolean absent(int status, String text) {
        JsonNode tree = tree(text);
        return status == ApiOutcomes.NOT_FOUND
                && tree.path("reason").asText("").equals("NotFound")
                && !tree.path("details").path("name").asText("").isEmpty();
    }

    /** An object's resource version: 0 if it has none. */
    static long version(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asLong(0);
    }
}
