package muster.kubernetes.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import muster.engine.history.Member;
import muster.kubernetes.ApiDoor;
import muster.kubernetes.Kubeconfig;

/** One door to each API server, opened when it is first used. */
final class Doors implements AutoCloseable {

    private final Kubeconfig kubeconfig;
    private final Map<Member, ApiDoor> doors = new ConcurrentHashMap<>();

    Doors(Kubeconfig kubeconfig) {
        this.kubeconfig = kubeconfig;
    }

    ApiDoor of(Member server) {
        return doors.computeIfAbsent(server, missing -> ApiDoor.of(kubeconfig, server.client()));
    }

    @Override
    public void close() {
        doors.values().forEach(ApiDoor::close);
    }
}
