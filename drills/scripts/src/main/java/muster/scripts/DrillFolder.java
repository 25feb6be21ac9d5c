package muster.scripts;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import muster.engine.history.OperatorException;
import muster.scripts.shape.Nearest;

/**
 * A folder of drills. There is no registry: each file {@code *.yaml} in it is a drill, and its name is the drill's.
 *
 * @param path the folder
 */
public record DrillFolder(Path path) {

    private static final String SEE = "muster drills";

    /**
     * What a folder holds.
     *
     * @param drills those that could be read, by name
     * @param refused why the others could not
     */
    public record Listing(List<SourcedDrill> drills, List<OperatorException> refused) {
        /** Copies the lists. */
        public Listing {
            drills = List.copyOf(drills);
            refused = List.copyOf(refused);
        }
    }

    /**
     * Names of all drills, sorted; reads none.
     *
     * @throws OperatorException if the folder cannot be read
     */
    public List<String> names() {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(DrillReader.ENDING))
                    .map(DrillFolder::withoutEnding)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new OperatorException(
                    "%s: the folder of drills cannot be read".formatted(path), "name another one, or a file", e);
        }
    }

    /**
     * Reads all drills.
     *
     * @throws OperatorException if the folder cannot be read
     */
    public Listing list() {
        List<SourcedDrill> drills = new ArrayList<>();
        List<OperatorException> refused = new ArrayList<>();
        for (String name : names()) {
            try {
                drills.add(DrillReader.read(file(name)));
            } catch (OperatorException e) {
                refused.add(e);
            }
        }
        return new Listing(drills, refused);
    }

    /**
     * Reads one drill.
     *
     * @param nameOrFile a drill of this folder, or a file anywhere: what ends in {@code .yaml} or holds a separator is a file
     * @throws OperatorException if there is none, with the nearest name; or as {@link DrillReader#read(Path)}
     */
    public SourcedDrill find(String nameOrFile) {
        if (nameOrFile.endsWith(DrillReader.ENDING) || nameOrFile.contains(File.separator)) {
            return DrillReader.read(asFile(nameOrFile));
        }
        List<String> names = names();
        if (names.contains(nameOrFile)) {
            return DrillReader.read(file(nameOrFile));
        }
        throw OperatorException.usage("no drill is called " + nameOrFile + meant(nameOrFile, names), SEE);
    }

    private Path asFile(String file) {
        Path asGiven = pathOf(file);
        if (Files.exists(asGiven)) {
            return asGiven;
        }
        String name = withoutEnding(String.valueOf(asGiven.getFileName()));
        throw OperatorException.usage("%s: there is no such file%s".formatted(file, meant(name, names())), SEE);
    }

    private static Path pathOf(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw OperatorException.usage("this cannot be the name of a file: " + e.getReason(), SEE);
        }
    }

    private static String meant(String unknown, List<String> names) {
        Optional<String> near = Nearest.to(unknown, names);
        return near.map(name -> "; did you mean %s?".formatted(name)).orElse("");
    }

    private Path file(String name) {
        return path.resolve(name + DrillReader.ENDING);
    }

    private static String withoutEnding(String file) {
        return file.endsWith(DrillReader.ENDING)
                ? file.substring(0, file.length() - DrillReader.ENDING.length())
                : file;
    }
}
