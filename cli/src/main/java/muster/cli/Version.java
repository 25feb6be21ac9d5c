package muster.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which Muster this is. */
final class Version implements IVersionProvider {

    /** As the build wrote it into the jar. */
    static String current() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "unreleased");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"muster " + current() + " (Java " + Runtime.version() + ")"};
    }
}
