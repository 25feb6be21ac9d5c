package muster.scripts;

import java.nio.file.Path;
import muster.engine.drill.Drill;

/**
 * A drill and the file that it was read from.
 *
 * @param text the whole file, so that a run can keep what was asked
 */
public record SourcedDrill(Drill drill, String text, Path path) {}
