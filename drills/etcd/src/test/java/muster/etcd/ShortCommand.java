package muster.etcd;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import muster.engine.history.Member;
import muster.engine.history.Sighting;

/** The process that {@link ShortCommandTest} looks into: what {@code muster status} asks of the store, and nothing else. */
public final class ShortCommand {

    private ShortCommand() {}

    /**
     * Asks once.
     *
     * @param arguments the member's address
     */
    public static void main(String[] arguments) throws InterruptedException {
        Duration deadline = Duration.ofSeconds(5);
        Member member = new Member("m1", "local", URI.create(arguments[0]));
        try (EtcdStore store = new EtcdStore(List.of(member), EtcdAccess.plaintext())) {
            boolean answered = store.look(member, 0, deadline).said() instanceof Sighting.Standing
                    && store.serve(member, deadline).acknowledged()
                    && store.serveLocally(member, deadline).acknowledged();
            System.out.println(answered ? "answered" : "failed");
        }
    }
}
