package muster.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import muster.engine.history.OperatorException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillFolderTest {

    @TempDir
    Path path;

    private DrillFolder folder;

    @BeforeEach
    void fill() throws IOException {
        folder = new DrillFolder(path);
        Files.writeString(path.resolve("etcd-leader-kill.yaml"), Samples.VALID);
        Files.writeString(path.resolve("etcd-follower-kill.yaml"), Samples.VALID);
        Files.writeString(path.resolve("drill.schema.json"), "{}");
        Files.createDirectory(path.resolve("src.yaml"));
    }

    @Test
    void namesItsFilesInOrder() {
        assertThat(folder.names()).containsExactly("etcd-follower-kill", "etcd-leader-kill");
    }

    @Test
    void listsWhatItCanReadAndWhatItCannot() throws IOException {
        Files.writeString(path.resolve("broken.yaml"), "title: x");
        DrillFolder.Listing listing = folder.list();
        assertThat(listing.drills()).hasSize(2);
        assertThat(listing.refused())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .startsWith(path.resolve("broken.yaml") + ":1:1: the word \"believes\" is missing"));
    }

    @Test
    void findsByNameAndByFile() throws IOException {
        assertThat(folder.find("etcd-leader-kill").drill().name()).isEqualTo("etcd-leader-kill");
        Path elsewhere = Files.createDirectory(path.resolve("a folder")).resolve("my.yaml");
        Files.writeString(elsewhere, Samples.VALID);
        assertThat(folder.find(elsewhere.toString()).drill().name()).isEqualTo("my");
    }

    @Test
    void namesTheNearestWhenThereIsNone() {
        OperatorException refusal = refusal("etcd-leder-kill");
        assertThat(refusal).hasMessage("no drill is called etcd-leder-kill; did you mean etcd-leader-kill?");
        assertThat(refusal.remedy()).isEqualTo("muster drills");
        assertThat(refusal.usage()).isTrue();
        assertThat(refusal("postgres-split-brain")).hasMessage("no drill is called postgres-split-brain");
    }

    @Test
    void namesTheNearestWhenAFileIsMissing() {
        assertThat(refusal("etcd-leader-kil.yaml"))
                .hasMessage("etcd-leader-kil.yaml: there is no such file; did you mean etcd-leader-kill?");
        assertThat(refusal("no\0.yaml")).hasMessageStartingWith("this cannot be the name of a file");
    }

    @Test
    void saysWhenTheFolderIsMissing() {
        DrillFolder missing = new DrillFolder(path.resolve("missing"));
        OperatorException refusal = catchThrowableOfType(OperatorException.class, missing::names);
        assertThat(refusal).hasMessage(path.resolve("missing") + ": the folder of drills cannot be read");
        assertThat(refusal.usage()).isFalse();
    }

    private OperatorException refusal(String nameOrFile) {
        return catchThrowableOfType(OperatorException.class, () -> folder.find(nameOrFile));
    }
}
