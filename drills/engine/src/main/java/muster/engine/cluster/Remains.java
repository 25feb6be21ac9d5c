package muster.engine.cluster;

import java.util.function.Function;
import muster.engine.history.Found;

/**
 * How the writes of one run are asked for in a copy of a server's data that was kept when its data was taken away.
 *
 * @param question in the store's language; answers with a line for each write, and with nothing if the run was never there
 * @param reader of one such line
 */
public record Remains(String question, Function<String, Found> reader) {}
