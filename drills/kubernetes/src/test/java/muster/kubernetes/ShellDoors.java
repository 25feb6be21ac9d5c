package muster.kubernetes;

/** Doors of a test, whose nodes have a shell and nothing else. */
public interface ShellDoors extends NodeDoors {

    @Override
    default int forward(String node, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    default int forward(String node, String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    default boolean throughApi() {
        return false;
    }

    @Override
    default String word() {
        return "fake";
    }

    @Override
    default void close() {}
}
