package muster.cli.screen;

import java.util.List;
import muster.engine.practice.Mark;

/** How an exam went, on one screen. */
public final class ExamScreen {

    private static final int COLUMN = 6;

    private final Style style;

    /** @param style how it is painted */
    public ExamScreen(Style style) {
        this.style = style;
    }

    /** The screen. */
    public String show(List<Mark> marks) {
        long passed = marks.stream().filter(Mark::passed).count();
        StringBuilder screen = new StringBuilder("\n")
                .append(style.strong("Exam: %d of %d passed".formatted(passed, marks.size())))
                .append("\n\n");
        for (Mark mark : marks) {
            screen.append(mark.passed() ? style.good("  ✓ ") : style.bad("  ✗ "))
                    .append(mark.task().asks())
                    .append('\n')
                    .append(Paragraph.beside("", COLUMN, mark.why()))
                    .append('\n')
                    .append(Paragraph.beside("", COLUMN, "run: " + mark.run()))
                    .append('\n');
        }
        return screen.toString();
    }
}
