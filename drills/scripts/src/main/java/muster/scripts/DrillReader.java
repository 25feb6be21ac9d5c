package muster.scripts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import muster.engine.drill.Drill;
import muster.engine.history.OperatorException;
import muster.scripts.yaml.Node;
import muster.scripts.yaml.Place;
import muster.scripts.yaml.Problem;
import muster.scripts.yaml.Problems;
import muster.scripts.yaml.YamlTree;

/** Reads drills from files, strictly: what is not understood is refused with its line and column. */
public final class DrillReader {

    /** How the name of a drill's file ends. */
    public static final String ENDING = ".yaml";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/+-]+");

    private static final int SIZE_LIMIT = 64 * 1_024;

    private static final int SHOWN_LIMIT = 10;

    private DrillReader() {}

    /**
     * Reads a drill that is called as its file.
     *
     * @throws OperatorException of the usage kind if the file is missing, wrongly named, or no drill: one line for each of the first
     *     ten problems, with its place; of the other kind if the file cannot be read
     */
    public static SourcedDrill read(Path path) {
        String file = String.valueOf(path.getFileName());
        String name = file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : "";
        if (!NAME.matcher(name).matches()) {
            throw OperatorException.usage(
                    "%s: a drill's file is named with small letters, digits and hyphens, and ends in %s"
                            .formatted(path, ENDING),
                    "rename it, such as my-drill" + ENDING);
        }
        return read(path, name);
    }

    /**
     * Reads a drill under another name than its file's, such as the copy that a run keeps.
     *
     * @throws OperatorException as {@link #read(Path)}
     */
    public static SourcedDrill read(Path path, String name) {
        Problems problems = new Problems();
        String text = text(path);
        Optional<Drill> drill = YamlTree.read(text, problems)
                .flatMap(root -> drill(root, problems))
                .map(unnamed -> unnamed.apply(name));
        if (problems.count() > 0 || drill.isEmpty()) {
            throw refusal(path, problems.inOrder());
        }
        return new SourcedDrill(drill.get(), text, path);
    }

    private static Optional<Function<String, Drill>> drill(Node root, Problems problems) {
        return DrillWords.SHAPE.read(root, "a drill", problems);
    }

    private static String text(Path path) {
        byte[] bytes = bytes(path);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            Place place = Place.after(text, text.length());
            throw refusal(path, List.of(new Problem(place, "this is not UTF-8: save the file in that encoding")));
        }
        return text;
    }

    private static byte[] bytes(Path path) {
        if (!Files.exists(path)) {
            throw OperatorException.usage("%s: there is no such file".formatted(path), "muster drills");
        }
        if (!Files.isRegularFile(path)) {
            throw OperatorException.usage("%s: this is not a file".formatted(path), "muster drills");
        }
        try {
            if (Files.size(path) > SIZE_LIMIT) {
                throw OperatorException.usage(
                        "%s: the file is larger than the %d bytes that a drill may have".formatted(path, SIZE_LIMIT),
                        "muster drills");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new OperatorException(
                    "%s: the file cannot be read: %s".formatted(path, e.getMessage()),
                    "see to its permissions: ls -l " + typed(path),
                    e);
        }
    }

    /** A path as it is typed to a shell. */
    private static String typed(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static OperatorException refusal(Path path, List<Problem> problems) {
        String lines = problems.stream()
                .limit(SHOWN_LIMIT)
                .map(problem -> "%s:%s: %s".formatted(path, problem.place(), problem.text()))
                .collect(Collectors.joining("\n"));
        int more = problems.size() - SHOWN_LIMIT;
        return OperatorException.usage(
                more > 0 ? "%s\n%s: and %d more".formatted(lines, path, more) : lines,
                "correct the file, then: muster plan " + typed(path));
    }
}
