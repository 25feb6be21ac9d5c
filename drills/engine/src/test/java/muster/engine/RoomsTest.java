package muster.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms of the engine see each other as the design says, and nothing outside but the JDK, streaming Jackson and JSpecify. */
class RoomsTest {

    private static final String ROOM = "muster.engine.";

    /** What each room may see besides itself. */
    private static final Map<String, List<String>> ARROWS = Map.of(
            "history", List.of(),
            "cluster", List.of("history"),
            "fault", List.of("cluster", "history"),
            "check", List.of("history"),
            "drill", List.of("fault", "check"),
            "run", List.of("drill", "fault", "cluster", "history"),
            "report", List.of("drill", "check", "history"),
            "practice", List.of("report", "check", "history"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("muster.engine");

    static Stream<String> rooms() {
        return ARROWS.keySet().stream().sorted();
    }

    @Test
    void everyClassIsInARoomThatTheDesignNames() {
        assertThat(CLASSES).hasSizeGreaterThan(80);
        assertThat(CLASSES)
                .allSatisfy(type -> assertThat(ARROWS.keySet())
                        .contains(type.getPackageName().substring(ROOM.length()).split("\\.", 2)[0]));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomSeesOnlyWhatItMay(String room) {
        String[] seen = Stream.concat(Stream.of(room), ARROWS.getOrDefault(room, List.of()).stream())
                .map(name -> ROOM + name + "..")
                .toArray(String[]::new);
        String[] outside = {"java..", "org.jspecify..", "com.fasterxml.jackson.core.."};
        assertThat(CLASSES.stream().filter(type -> type.getPackageName().startsWith(ROOM + room)))
                .as("classes seen in %s", room)
                .isNotEmpty();
        classes()
                .that()
                .resideInAPackage(ROOM + room + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(seen), Stream.of(outside)).toArray(String[]::new))
                .check(CLASSES);
    }
}
