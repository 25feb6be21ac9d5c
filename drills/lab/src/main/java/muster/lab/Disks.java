package muster.lab;

import muster.engine.cluster.Scripts;
import muster.engine.history.Member;
import muster.engine.history.OperatorException;

/** The file systems that the lab's nodes keep their data on, if they have any of their own. */
final class Disks {

    private final LabFolder folder;
    private final Shape shape;

    Disks(LabFolder folder, Shape shape) {
        this.folder = folder;
        this.shape = shape;
    }

    /**
     * What fills one and frees it again.
     *
     * @throws OperatorException if the member's data lie on a file system that is shared with others
     */
    Scripts fill(Member member) {
        if (shape.disk() == null) {
            throw new OperatorException(
                    "%s has no file system of its own that could be filled: its data lie in the lab's folder"
                            .formatted(member.name()),
                    "muster lab down && " + shape.with(DiskLimit.USUAL).command());
        }
        return new Scripts(
                command("fill", member), command("full", member), command("free", member), command("spare", member));
    }

    private String command(String verb, Member member) {
        return "sh %s %s %s".formatted(Settings.quote(folder.diskScript().toString()), verb, member.name());
    }
}
