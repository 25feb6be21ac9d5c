package muster.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import muster.cli.Exit;
import muster.cli.Terminal;
import muster.cli.Workbench;
import muster.cli.screen.DoctorScreen;
import muster.cli.screen.Paragraph;
import muster.cli.site.SiteEntry;
import muster.engine.drill.Drill;
import muster.engine.history.Codec;
import muster.kubernetes.doctor.SiteFinding;
import muster.lab.LabSite;
import muster.lab.Requirement;
import muster.lab.Requirements;
import muster.scripts.SourcedDrill;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code muster doctor}. */
@Command(
        name = "doctor",
        description = "Say what this machine lacks, or a K3s cluster, and how to get it. Writes nothing.",
        footer = {
            "",
            "Exit: 0 nothing is missing, 3 something is.",
            "",
            "  muster doctor",
            "  muster doctor --site prod",
            "  muster doctor --kubeconfig k3s.yaml --context default --ssh ~/.ssh/config"
        })
public final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private SiteFlags site = new SiteFlags();

    @Mixin
    private Format format = new Format();

    private final Workbench workbench;

    /** @param workbench what commands work with */
    public DoctorCommand(Workbench workbench) {
        this.workbench = workbench;
    }

    /**
     * One thing that is needed, or would be.
     *
     * @param name what
     * @param purpose what for
     * @param met true if it is there
     * @param found where
     * @param remedy how to get it
     */
    record Finding(String name, String purpose, boolean met, String found, String remedy) {}

    @Override
    public Integer call() throws InterruptedException {
        if (site.given()) {
            Optional<SiteEntry> hosts = site.hosts(workbench);
            return hosts.isPresent()
                    ? print(hosts.get().name(), new HostDoctor(workbench, hosts.get()).findings())
                    : site();
        }
        Terminal terminal = workbench.terminal();
        List<Finding> findings = new ArrayList<>();
        findings.add(
                new Finding("java", "Muster itself", true, Runtime.version().toString(), ""));
        List<Requirement> requirements = Requirements.all();
        for (Requirement requirement : requirements) {
            findings.add(new Finding(
                    requirement.name(),
                    requirement.purpose(),
                    requirement.met(),
                    requirement.found().orElse(""),
                    requirement.remedy()));
        }
        boolean well = findings.stream().allMatch(Finding::met);
        if (format.json()) {
            terminal.out().println(Codec.writeIndented(findings));
            return well ? Exit.OK : Exit.COULD_NOT_START;
        }
        findings.forEach(finding -> print(terminal, finding));
        terminal.out().println("\n" + Paragraph.beside("", 2, drills(requirements)));
        return well ? Exit.OK : Exit.COULD_NOT_START;
    }

    private int site() throws InterruptedException {
        SiteFlags.Place place = site.place(workbench);
        return print(place.name(), new SiteCheckup(workbench, place).findings());
    }

    private int print(String name, List<SiteFinding> findings) {
        Terminal terminal = workbench.terminal();
        terminal.out()
                .print(
                        format.json()
                                ? Codec.writeIndented(findings) + "\n"
                                : new DoctorScreen(terminal.outStyle()).show(name, findings));
        terminal.out().flush();
        return findings.stream().allMatch(SiteFinding::met) ? Exit.OK : Exit.COULD_NOT_START;
    }

    /** Which drills can run here: a drill on etcd does without PostgreSQL, and the other way round; a lab has no K3s. */
    private String drills(List<Requirement> requirements) {
        List<String> able = new ArrayList<>();
        List<String> unable = new ArrayList<>();
        for (SourcedDrill each : workbench.drills().list().drills()) {
            Drill drill = each.drill();
            if (!LabSite.STORES.contains(drill.store())) {
                continue;
            }
            boolean can = requirements.stream().allMatch(requirement -> requirement.metFor(drill.store()));
            (can ? able : unable).add(drill.name());
        }
        if (unable.isEmpty()) {
            return "Every drill of the lab can run here: " + String.join(", ", able) + ".";
        }
        String cannot = "cannot run in the lab until that is mended: " + String.join(", ", unable) + ".";
        return able.isEmpty()
                ? "Drills that " + cannot
                : "Drills that can run here, in the lab: " + String.join(", ", able) + ". Those that " + cannot;
    }

    private static void print(Terminal terminal, Finding finding) {
        String mark = finding.met()
                ? terminal.outStyle().good("✓")
                : terminal.outStyle().bad("✗");
        String text = finding.met() ? finding.found() : "MISSING, for " + finding.purpose() + ": " + finding.remedy();
        terminal.out()
                .println("  " + mark + " "
                        + Paragraph.beside(finding.name(), 16, text).replace("\n", "\n    "));
    }
}
