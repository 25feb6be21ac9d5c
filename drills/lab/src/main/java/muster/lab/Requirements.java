package muster.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import muster.engine.history.OperatorException;

/** What the lab needs from this machine; for {@code muster doctor}, and for the first lines of {@code muster lab up}. */
public final class Requirements {

    private Requirements() {}

    /** Every requirement, met or not. Starts one short-lived process, to see whether namespaces can be made. */
    public static List<Requirement> all() throws InterruptedException {
        Optional<OperatorException> forbidden =
                Program.UNSHARE.find().isPresent() ? Namespaces.forbidden() : Optional.empty();
        Requirement namespaces = new Requirement(
                "namespaces",
                "a network and a process table of the lab's own",
                forbidden.isPresent() || Program.UNSHARE.find().isEmpty()
                        ? Optional.empty()
                        : Optional.of(Namespaces.ordinaryUser() ? "in a user namespace" : "as root"),
                forbidden.map(OperatorException::remedy).orElse(""));
        return Stream.concat(Arrays.stream(Program.values()).map(Requirement::program), Stream.of(namespaces))
                .toList();
    }

    /** @throws OperatorException naming the first program that is missing and the packages that bring all that are */
    static void check() {
        for (Program program : Program.values()) {
            var _ = program.require();
        }
    }
}
