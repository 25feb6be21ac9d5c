package muster.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import muster.engine.check.Check;
import muster.engine.drill.Step;
import muster.engine.fault.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrillSchemaTest {

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonSchema schema = SCHEMAS.getSchema(DrillSchema.json());

    @Test
    void theCommittedCopyIsUpToDate() throws IOException {
        Path made = Samples.SHIPPED.resolve("target/drill.schema.json");
        Files.createDirectories(Samples.SHIPPED.resolve("target"));
        Files.writeString(made, DrillSchema.json());
        assertThat(Files.readString(Samples.SHIPPED.resolve("drill.schema.json")))
                .as("type: cp drills/scripts/target/drill.schema.json drills/scripts/")
                .isEqualTo(DrillSchema.json());
    }

    @Test
    void isASchema() throws IOException {
        JsonSchema dialect = SCHEMAS.getSchema(
                com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(dialect.validate(new ObjectMapper().readTree(DrillSchema.json())))
                .isEmpty();
    }

    @Test
    void takesTheSample() {
        assertThat(refusals(Samples.VALID)).isEmpty();
    }

    static List<Path> shipped() {
        return Samples.shipped();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void takesEveryShippedDrill(Path drill) throws IOException {
        assertThat(refusals(Files.readString(drill))).isEmpty();
    }

    static List<BadDrill> bad() {
        return BadDrill.all().stream()
                .filter(bad -> bad.judge() == BadDrill.Judge.READER_AND_SCHEMA)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatTheReaderRefuses(BadDrill bad) {
        assertThat(refusals(bad.text())).isNotEmpty();
    }

    @Test
    void everyKindOfFaultCheckAndStepHasItsWord() {
        assertThat(kinds(Fault.class)).contains("kill", "stop").allMatch(DrillSchemaTest::isWord);
        assertThat(kinds(Step.class).stream().map(kind -> kind.replace("await-redundancy", "await")))
                .contains("steady", "inject", "await")
                .allMatch(DrillSchemaTest::isWord);
        Set<String> checks = kinds(Check.class).stream()
                .map(kind -> kind.replace("staleness-bound", "staleness"))
                .collect(Collectors.toSet());
        assertThat(checks).contains("write-gap", "fault-bites", "redundancy-returns");
        assertThat(checks.stream().filter(DrillSchemaTest::isWord))
                .as("a check is a word of the format, or judged without being asked for")
                .containsExactlyInAnyOrderElementsOf(checks.stream()
                        .filter(check -> !Set.of("fault-bites", "redundancy-returns", "lost-writes-beside")
                                .contains(check))
                        .toList());
    }

    private static boolean isWord(String word) {
        return DrillSchema.json().contains("\"" + word + "\"");
    }

    /** The kinds of a sealed type, as words with hyphens. */
    private static Set<String> kinds(Class<?> sealedType) {
        Set<String> kinds = new TreeSet<>();
        for (Class<?> kind : Arrays.asList(sealedType.getPermittedSubclasses())) {
            Matcher hump = Pattern.compile("(?<=[a-z])([A-Z])").matcher(kind.getSimpleName());
            kinds.add(hump.replaceAll("-$1").toLowerCase(java.util.Locale.ROOT));
        }
        return kinds;
    }

    private Set<ValidationMessage> refusals(String yaml) {
        try {
            JsonNode tree = new YAMLMapper().readTree(yaml);
            return schema.validate(tree);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
