package muster.etcd;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Members' identities and names, learnt from each member's own answers. A member keeps its identity as long as it keeps its data. */
final class Names {

    private final Map<Long, String> names = new ConcurrentHashMap<>();

    /** Remembers who answered. */
    void learn(long id, String name) {
        if (id != 0) {
            names.put(id, name);
        }
    }

    /** The name that belongs to an identity, or the identity in hexadecimal. */
    String of(long id) {
        String name = names.get(id);
        return name == null ? Long.toHexString(id) : name;
    }
}
