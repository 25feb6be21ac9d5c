package muster.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import muster.engine.cluster.Call;
import muster.engine.history.Found;
import muster.engine.history.Stamp;
import muster.kubernetes.ApiDoor;
import org.jspecify.annotations.Nullable;

/**
 * Where one run's registers live: one ConfigMap for each, so that one request sets the register and keeps the write's own id with its
 * value. It holds {@code value}; for each write {@code w<id>} with its value; and {@code after<id>} with the resource version that the
 * write replaced, which puts the writes of one register in an order.
 *
 * @param run as given
 */
record RegisterMap(String run) {

    /** Where everything lives that a drill makes. */
    static final String NAMESPACE = "muster";

    /** The label that tells what belongs to a run. */
    static final String LABEL = "muster.dev/run";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String VALUE = "value";
    private static final String WRITE = "w";
    private static final String AFTER = "after";
    private static final String ALL = "/api/v1/namespaces/%s/configmaps".formatted(NAMESPACE);

    /** The run as a label's value and as part of an object's name. */
    String label() {
        return label(run);
    }

    /** A run as a label's value and as part of an object's name: small letters, digits, hyphens and dots. */
    static String label(String run) {
        return run.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
    }

    /** The object that need not exist. */
    static ApiDoor.Request probe(boolean local) {
        return ApiDoor.Request.get(ALL + "/no-such-register" + (local ? "?resourceVersion=0" : ""));
    }

    /** The latest register, by a read that etcd answers through its quorum. */
    ApiDoor.Request read(String key) {
        return ApiDoor.Request.get(ALL + "/" + name(key));
    }

    /** A list with the register alone, as the server's watch cache has it: what a controller's informer begins with. */
    ApiDoor.Request listFromCache(String key) {
        return ApiDoor.Request.get(
                "%s?resourceVersion=0&fieldSelector=%s".formatted(ALL, encoded("metadata.name=" + name(key))));
    }

    /** Every register of the run, read through etcd's quorum. */
    ApiDoor.Request list() {
        return ApiDoor.Request.get(ALL + "?labelSelector=" + encoded(LABEL + "=" + label()));
    }

    /** Deletes every register of the run. */
    ApiDoor.Request deleteAll() {
        return ApiDoor.Request.delete(ALL + "?labelSelector=" + encoded(LABEL + "=" + label()));
    }

    /** A write whatever stands there; it fails where nothing stands. */
    ApiDoor.Request put(Call call) {
        ArrayNode operations = JSON.arrayNode();
        add(operations, VALUE, value(call));
        add(operations, WRITE + call.op(), value(call));
        operations
                .addObject()
                .put("op", "copy")
                .put("from", "/metadata/resourceVersion")
                .put("path", "/data/" + AFTER + call.op());
        return ApiDoor.Request.patch(ALL + "/" + name(call.key()), ApiDoor.Body.JSON_PATCH, operations.toString());
    }

    /** A write over one version of the register: optimistic locking, as controllers do it. */
    ApiDoor.Request swap(Call call, long version) {
        ObjectNode patch = JSON.objectNode();
        patch.putObject("metadata").put("resourceVersion", Long.toString(version));
        data(patch, call, version);
        return ApiDoor.Request.patch(ALL + "/" + name(call.key()), ApiDoor.Body.MERGE_PATCH, patch.toString());
    }

    /** The first write of a register; it fails where one stands. */
    ApiDoor.Request create(Call call) {
        ObjectNode object = JSON.objectNode();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata")
                .put("name", name(call.key()))
                .putObject("labels")
                .put(LABEL, label())
                .put("app.kubernetes.io/managed-by", "muster");
        data(object, call, 0);
        return ApiDoor.Request.create(ALL, object.toString());
    }

    /** What a register holds; null if it is not there. */
    static @Nullable String value(JsonNode register) {
        JsonNode value = register.path("data").path(VALUE);
        return value.isTextual() ? value.asText() : null;
    }

    /** Every write that a list of registers keeps. */
    static List<Found> writes(JsonNode list, String member) {
        List<Found> found = new ArrayList<>();
        for (JsonNode register : list.path("items")) {
            JsonNode data = register.path("data");
            Set<java.util.Map.Entry<String, JsonNode>> entries = data.properties();
            for (var entry : entries) {
                if (entry.getKey().matches(WRITE + "\\d+")) {
                    String id = entry.getKey().substring(WRITE.length());
                    long after = data.path(AFTER + id).asLong(0);
                    found.add(new Found(Long.parseLong(id), entry.getValue().asText(), 1, new Stamp(member, 0, after)));
                }
            }
        }
        return found;
    }

    private static void data(ObjectNode object, Call call, long after) {
        object.putObject("data")
                .put(VALUE, value(call))
                .put(WRITE + call.op(), value(call))
                .put(AFTER + call.op(), Long.toString(after));
    }

    private static void add(ArrayNode operations, String key, String value) {
        operations.addObject().put("op", "add").put("path", "/data/" + key).put("value", value);
    }

    private static String value(Call call) {
        return Objects.requireNonNull(call.argument(), "a write without a value");
    }

    private String name(String key) {
        return label() + "." + key.toLowerCase(Locale.ROOT);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
