package muster.cli.screen;

import java.util.List;
import muster.kubernetes.doctor.SiteFinding;

/** What {@code muster doctor} found on a site. */
public final class DoctorScreen {

    private static final int COLUMN = 31;
    private static final int INDENT = 8;

    private final Style style;

    /** @param style how it is painted */
    public DoctorScreen(Style style) {
        this.style = style;
    }

    /** A row for each finding, under the name of its area. */
    public String show(String site, List<SiteFinding> findings) {
        StringBuilder screen = new StringBuilder();
        String area = "";
        for (SiteFinding each : findings) {
            if (!each.area().equals(area)) {
                area = each.area();
                screen.append(screen.isEmpty() ? "" : "\n")
                        .append(style.strong(area))
                        .append('\n');
            }
            row(screen, each);
        }
        long unmet = findings.stream().filter(each -> !each.met()).count();
        screen.append(
                unmet == 0
                        ? "\n%s is ready for drills.\n".formatted(site)
                        : "\n%s: %d to be mended.\n".formatted(site, unmet));
        return screen.toString();
    }

    /** What is met stands in a column; what is not gets the width for what to type. */
    private void row(StringBuilder screen, SiteFinding finding) {
        if (finding.met()) {
            String text = Paragraph.beside("  ✓ " + finding.name(), COLUMN, finding.found());
            screen.append(text.replaceFirst("✓", style.good("✓"))).append('\n');
            return;
        }
        screen.append("  %s %s\n".formatted(style.bad("✗"), finding.name()));
        String text = finding.found() + "; next: " + finding.remedy();
        Paragraph.wrap(text, Paragraph.COLUMNS - INDENT)
                .forEach(line -> screen.append(" ".repeat(INDENT)).append(line).append('\n'));
    }
}
