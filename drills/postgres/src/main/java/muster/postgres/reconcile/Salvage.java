package muster.postgres.reconcile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import muster.engine.history.Codec;
import muster.engine.history.OperatorException;
import muster.postgres.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * Writes every row that a rewind of the losing server would throw away: for each database {@code salvage.sql}, which touches nothing that
 * the winner touched; {@code conflicts.sql}, whose statements each overrule the winner; and a CSV file for each table. All of it is on
 * the disk, read back and summed before the folder has its name; a half-written one never has.
 */
final class Salvage {

    private static final String MANIFEST = "manifest.json";

    private final Survey survey;
    private final Told told;
    private final List<SalvageReport.SavedFile> files = new ArrayList<>();
    private long rows;
    private long conflicts;
    private long rowsTold;

    private Salvage(Survey survey, Told told) {
        this.survey = survey;
        this.told = told;
    }

    /**
     * Salvages what stands on the first server of a survey.
     *
     * @param folder which this makes anew; an earlier one of the same name is replaced
     * @throws OperatorException if the disk does not take it; nothing is left then but an earlier folder
     */
    static SalvageReport write(Survey survey, String winner, Told told, Path folder) {
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        try {
            delete(part);
            Files.createDirectories(part);
            SalvageReport report = new Salvage(survey, told).write(folder, part, winner);
            Path old = folder.resolveSibling(folder.getFileName() + ".old");
            delete(old);
            if (Files.exists(folder)) {
                Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
            keepNames(folder.toAbsolutePath().getParent());
            delete(old);
            return report;
        } catch (IOException e) {
            throw refused(part, folder, e);
        } catch (UncheckedIOException e) {
            throw refused(part, folder, Objects.requireNonNull(e.getCause()));
        }
    }

    /**
     * Reads a salvage back and sums its files.
     *
     * @throws OperatorException if one is not as it was written
     */
    static void check(SalvageReport report) {
        for (SalvageReport.SavedFile file : report.files()) {
            Path path = Path.of(report.folder()).resolve(file.path());
            try {
                if (!SavingFile.sumOf(path).equals(file.sha256())) {
                    throw new OperatorException(
                            path + " was changed after it was written",
                            "put it back, or delete the folder and salvage anew");
                }
            } catch (IOException e) {
                throw new OperatorException(
                        "%s cannot be read: %s".formatted(path, e),
                        "put it back, or delete the folder and salvage anew",
                        e);
            }
        }
    }

    /** Takes a salvage away that holds no row. */
    static void discard(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SalvageReport write(Path folder, Path part, String winner) throws IOException {
        for (String database : survey.databases()) {
            saveDatabase(database, part);
        }
        View loser = survey.here();
        long seenTo = loser.branch() == null
                ? loser.standing().end()
                : Objects.requireNonNull(loser.branch()).end();
        SalvageReport report = new SalvageReport(
                folder.toString(), loser.name(), winner, Lsn.format(seenTo), rows, conflicts, rowsTold, files);
        try (SavingFile manifest = new SavingFile(part.resolve(MANIFEST))) {
            manifest.line(Codec.writeIndented(report));
            manifest.finish(part);
        }
        try (Stream<Path> all = Files.walk(part)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                keepNames(each);
            }
        }
        return report;
    }

    private void saveDatabase(String database, Path part) throws IOException {
        Path place = part.resolve(plain(database));
        // Deleted rows come last, and the children of foreign keys before their parents.
        List<Table> tables = survey.inOrder(database);
        List<String> deletions = new ArrayList<>();
        try (SavingFile safe = new SavingFile(place.resolve("salvage.sql"));
                SavingFile contested = new SavingFile(place.resolve("conflicts.sql"))) {
            preface(safe, "Rows of %s that %s did not touch. Run it on %s: psql -f salvage.sql %s");
            preface(
                    contested,
                    "Rows of %s that %s touched as well: each statement overrules %s. Choose them one by one.%.0s");
            for (Table table : tables) {
                new TableSaving(table, safe, contested, deletions).save(place);
            }
            for (String deletion : deletions.reversed()) {
                safe.row(deletion);
            }
            safe.line("COMMIT;");
            contested.line("COMMIT;");
            files.add(safe.finish(part));
            files.add(contested.finish(part));
        }
    }

    private void preface(SavingFile file, String words) throws IOException {
        file.line("-- "
                + words.formatted(
                        survey.here().name(),
                        survey.there().name(),
                        survey.there().name(),
                        "DATABASE"));
        file.line("SET standard_conforming_strings = on; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD';");
        file.line("SET intervalstyle = 'postgres'; SET search_path = ''; SET client_encoding = 'UTF8';");
        file.line("BEGIN;");
    }

    /** One table's rows, handed over one by one. */
    private final class TableSaving {

        private final Table table;
        private final SavingFile safe;
        private final SavingFile contested;
        private final List<String> deletions;
        private @Nullable SavingFile csv;

        TableSaving(Table table, SavingFile safe, SavingFile contested, List<String> deletions) {
            this.table = table;
            this.safe = safe;
            this.contested = contested;
            this.deletions = deletions;
        }

        void save(Path place) throws IOException {
            Path file = place.resolve(plain(table.title()) + ".csv");
            try {
                survey.compare(table, difference -> {
                    try {
                        row(difference, file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                if (csv != null) {
                    files.add(csv.finish(
                            Objects.requireNonNull(place.toAbsolutePath().getParent())));
                }
            } finally {
                if (csv != null) {
                    csv.close();
                }
            }
        }

        private void row(Difference difference, Path file) throws IOException {
            if (!difference.change().lostByRewindHere()) {
                return;
            }
            SavingFile lines = csv;
            CsvText text = new CsvText(table);
            if (lines == null) {
                lines = new SavingFile(file);
                csv = lines;
                lines.line(text.header());
            }
            Optional<String> who =
                    difference.here() == null ? Optional.empty() : told.of(table.title(), named(difference.here()));
            lines.row(text.of(difference, who.orElse("")));
            rows++;
            rowsTold += who.isPresent() ? 1 : 0;
            String statement = new SqlText(table).of(difference);
            if (difference.change().conflicts()) {
                conflicts++;
                contested.row("-- %s\n%s".formatted(difference.change().words(), statement));
            } else if (difference.here() == null) {
                deletions.add(statement);
            } else {
                safe.row(statement);
            }
        }

        private Map<String, @Nullable String> named(RowVersion version) {
            Map<String, @Nullable String> values = new HashMap<>();
            for (int i = 0; i < table.columns().size(); i++) {
                values.put(table.columns().get(i).name(), version.values().get(i));
            }
            return values;
        }
    }

    private static OperatorException refused(Path part, Path folder, IOException cause) {
        try {
            delete(part);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new OperatorException(
                "the salvage %s cannot be written: %s; the losing server's data were not touched"
                        .formatted(folder, cause.getMessage()),
                "make room there, or name another folder in MUSTER_STATE_HOME",
                cause);
    }

    /** A file's name that no name of a table or database can leave its folder by. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) Byte.toUnsignedInt(each);
            boolean good = (letter >= 'a' && letter <= 'z')
                    || (letter >= 'A' && letter <= 'Z')
                    || (letter >= '0' && letter <= '9')
                    || letter == '_'
                    || letter == '-'
                    || (letter == '.' && !plain.isEmpty());
            plain.append(good ? String.valueOf(letter) : "%%%02X".formatted((int) letter));
        }
        return plain.length() > 150
                ? plain.substring(0, 150) + "%" + Integer.toHexString(name.hashCode())
                : plain.toString();
    }

    private static void keepNames(@Nullable Path folder) throws IOException {
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
