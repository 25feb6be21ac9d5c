package muster.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import muster.engine.drill.Drill;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a valid file, the reader gives a drill or a refusal with a place, and nothing else. */
class MutatedDrillTest {

    private static final int MUTANTS = 5_000;

    private static final List<String> PIECES = List.of(
            ":",
            ": ",
            "- ",
            "\n",
            "\t",
            " ",
            "  ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'",
            "|",
            ">",
            ">-",
            "&a ",
            "*a",
            "!x ",
            "!!binary ",
            "%TAG ! tag:\n",
            "---\n",
            "...\n",
            "?",
            "? ",
            "#",
            "<<: ",
            "~",
            "null",
            "true",
            "0",
            "-1",
            "9999999999",
            "0x1F",
            "1e9",
            ".nan",
            "5s",
            "100%",
            "200/s",
            "\\",
            "\"\\UFFFFFFFF\"",
            "\"\\x4\"",
            "\u0000",
            "\uFEFF",
            "\uD800",
            "\uD83D\uDE00",
            "\u2028",
            "\u0085",
            "@",
            "`",
            "steps",
            "inject",
            "title",
            "\r",
            "\r\n",
            "!<%",
            "&",
            "*",
            "!");

    private static final Pattern PLACED = Pattern.compile(".*my-drill\\.yaml:[1-9][0-9]*:[1-9][0-9]*: \\P{Cntrl}+");

    @TempDir
    Path folder;

    @Test
    void isReadOrRefusedWithItsPlace() throws IOException {
        long seed = Long.getLong("muster.seed", System.nanoTime()); // a failure names it: -Dmuster.seed=… repeats it
        SplittableRandom random = new SplittableRandom(seed);
        Path file = folder.resolve("my-drill.yaml");
        int read = 0;
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String mutant = mutant(random);
            Files.write(file, mutant.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try {
                Drill drill = DrillReader.read(file).drill();
                assertThat(drill.name()).isEqualTo("my-drill");
                read++;
            } catch (OperatorException e) {
                assertThat(Samples.lines(e).limit(10))
                        .as("seed %d, mutant %d:%n%s", seed, i, mutant)
                        .isNotEmpty()
                        .allMatch(line -> PLACED.matcher(line).matches());
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed %d, mutant %d:%n%s".formatted(seed, i, mutant), e);
            }
        }
        assertThat(read).as("seed %d: mutants that are still drills", seed).isPositive();
        assertThat(refused).as("seed %d: mutants that are none", seed).isGreaterThan(MUTANTS / 4);
    }

    private static String mutant(SplittableRandom random) {
        StringBuilder text = new StringBuilder(Samples.VALID);
        for (int changes = 1 + random.nextInt(3); changes > 0 && !text.isEmpty(); changes--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
            }
        }
        return text.toString();
    }
}
