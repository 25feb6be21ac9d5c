package muster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lab may be made of, and which PostgreSQL it takes. */
final class ShapeTest {

    @TempDir
    Path temp;

    @Test
    void namesItsServersAndTheCommandThatMakesIt() {
        Shape both = new Shape(3, TimerProfile.K3S, 2);
        assertThat(both.names()).containsExactly("m1", "m2", "m3", "p1", "p2");
        assertThat(both.words()).isEqualTo("3 etcd members, k3s timers, 2 PostgreSQL servers");
        assertThat(both.command()).isEqualTo("muster lab up --etcd 3 --timers k3s --postgres 2");
        assertThat(Shape.PAIR.words()).isEqualTo("2 PostgreSQL servers");
        assertThat(Shape.PAIR.command()).isEqualTo("muster lab up --etcd 0 --postgres 2");
        assertThat(Shape.PAIR.has(LabSite.ETCD)).isFalse();
        assertThat(Shape.USUAL.has(LabSite.POSTGRES)).isFalse();
    }

    @Test
    void refusesOtherNumbersAndALabOfNothing() {
        assertThatThrownBy(() -> new Shape(2, TimerProfile.STOCK, 0)).hasMessageStartingWith("--etcd 2: ");
        assertThatThrownBy(() -> new Shape(3, TimerProfile.STOCK, 1)).hasMessageStartingWith("--postgres 1: ");
        assertThatThrownBy(() -> new Shape(0, TimerProfile.STOCK, 0))
                .isInstanceOf(OperatorException.class)
                .hasMessage("--etcd 0: a lab needs a store");
    }

    @Test
    void theNewestPostgresThatIsNewEnoughIsTaken() throws Exception {
        for (String version : new String[] {"9.6", "14", "15", "17", "common"}) {
            Path folder = Files.createDirectories(temp.resolve(version).resolve("bin"));
            Files.createFile(
                    folder.resolve("postgres"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        assertThat(PostgresFolder.find(temp)).map(PostgresFolder::major).contains(17);
        Files.delete(temp.resolve("17/bin/postgres"));
        Files.delete(temp.resolve("15/bin/postgres"));
        assertThat(PostgresFolder.find(temp)).isEmpty();
        assertThat(PostgresFolder.find(temp.resolve("nowhere"))).isEmpty();
    }
}
