package muster.cli;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arrows between modules: the command line sees all, the others see the engine and never each other. */
class RoomsTest {

    private static final List<String> MODULES = List.of("scripts", "etcd", "postgres", "kubernetes", "lab", "pages");

    /** What each module walls off, and so may be the only one to see. */
    private static final Map<String, String> WALLED_OFF = Map.of(
            "scripts", "org.snakeyaml..",
            "etcd", "io.etcd..",
            "postgres", "org.postgresql..",
            "kubernetes", "io.fabric8..",
            "pages", "com.samskivert..",
            "cli", "picocli..");

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // The tests of other modules, whose fakes ours use, come as a jar.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("muster");

    @Test
    void theScanSawEveryModule() {
        assertThat(ALL.size()).isGreaterThan(250);
        for (String module : List.of("engine", "scripts", "etcd", "postgres", "kubernetes", "lab", "pages", "cli")) {
            assertThat(ALL.stream().filter(type -> type.getPackageName().startsWith("muster." + module)))
                    .as(module)
                    .hasSizeGreaterThan(5);
        }
    }

    @Test
    void theEngineSeesNoOtherModule() {
        noClasses()
                .that()
                .resideInAPackage("muster.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "muster.scripts..",
                        "muster.etcd..",
                        "muster.postgres..",
                        "muster.kubernetes..",
                        "muster.lab..",
                        "muster.pages..",
                        "muster.cli..")
                .check(ALL);
    }

    @Test
    void theOthersSeeTheEngineAndNeverEachOther() {
        for (String module : MODULES) {
            String[] others = MODULES.stream()
                    .filter(other -> !other.equals(module))
                    .map(other -> "muster." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("muster." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .check(ALL);
            noClasses()
                    .that()
                    .resideInAPackage("muster." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("muster.cli..")
                    .check(ALL);
        }
    }

    @Test
    void aLibraryIsSeenOnlyByTheModuleThatWallsItOff() {
        WALLED_OFF.forEach((module, library) -> noClasses()
                .that()
                .resideOutsideOfPackage("muster." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(ALL));
    }

    @Test
    void onlyTheRunnerStartsThreadsInTheEngine() {
        noClasses()
                .that()
                .resideInAPackage("muster.engine..")
                .and()
                .resideOutsideOfPackage("muster.engine.run..")
                .should()
                .callMethodWhere(target(name("start"))
                        .and(target(owner(assignableTo(Thread.class).or(assignableTo(Thread.Builder.class))))))
                .check(ALL);
    }

    @Test
    void nobodyIsCalledUtil() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..helper..")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .check(ALL);
    }

    @Test
    void standardStreamsAreOnlyTheTerminals() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("muster.cli.Terminal")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ALL);
    }

    @Test
    void everyPackageSaysWhatLivesThere() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .check(ALL);
    }
}
