package muster.cli.screen;

import java.util.ArrayList;
import java.util.List;
import muster.lab.LabStatus;

/** The lab: its processes, and where host tools reach them. */
public final class LabScreen {

    private final Style style;

    /** @param style how it is painted */
    public LabScreen(Style style) {
        this.style = style;
    }

    /** The screen. */
    public String show(LabStatus status) {
        StringBuilder screen = new StringBuilder(style.strong("lab · " + status.shape()))
                .append('\n')
                .append(style.faint(versions(status)))
                .append("\n\n");
        Table table = new Table(false, false, false, false).row("member", "address", "for host tools", "process");
        for (LabStatus.MemberState member : status.members()) {
            String process = member.running() ? String.valueOf(member.pid()) : "NOT RUNNING";
            table.row(member.name(), member.address(), member.relay(), process);
        }
        table.lines().forEach(line -> screen.append(line).append('\n'));
        status.members().stream()
                .filter(member -> !member.running())
                .forEach(member -> screen.append('\n')
                        .append(Paragraph.beside("  " + member.name(), 6, member.words()))
                        .append('\n'));
        screen.append('\n');
        if (!status.endpoints().isEmpty()) {
            screen.append("  etcdctl --endpoints ").append(status.endpoints()).append(" endpoint status -w table\n");
        }
        status.connections()
                .forEach(connection ->
                        screen.append("  psql ").append(connection).append('\n'));
        if (status.passing()) {
            screen.append("  A run brought it up and takes it down. To keep it: muster lab up\n");
        }
        return screen.toString();
    }

    private static String versions(LabStatus status) {
        List<String> versions = new ArrayList<>();
        if (status.etcdVersion() != null) {
            versions.add("etcd " + status.etcdVersion());
        }
        if (status.postgresVersion() != null) {
            versions.add("PostgreSQL " + status.postgresVersion());
        }
        return String.join(" · ", versions);
    }
}
