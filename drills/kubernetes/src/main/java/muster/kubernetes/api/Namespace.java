package muster.kubernetes.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import muster.kubernetes.ApiDoor;

/** The namespace of what drills make. It stays: who made it, and what else lives there, is not known. */
final class Namespace {

    private Namespace() {}

    /** Makes it, if it is not there. */
    static void make(AnyServer any) throws InterruptedException {
        int status = any.ask(
                        "read the namespace " + RegisterMap.NAMESPACE,
                        ApiDoor.Request.get("/api/v1/namespaces/" + RegisterMap.NAMESPACE),
                        ApiOutcomes.NOT_FOUND)
                .status();
        if (status != ApiOutcomes.NOT_FOUND) {
            return;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "v1").put("kind", "Namespace");
        object.putObject("metadata")
                .put("name", RegisterMap.NAMESPACE)
                .putObject("labels")
                .put("app.kubernetes.io/managed-by", "muster");
        any.ask(
                "made the namespace " + RegisterMap.NAMESPACE,
                ApiDoor.Request.create("/api/v1/namespaces", object.toString()),
                ApiOutcomes.CONFLICT);
    }
}
