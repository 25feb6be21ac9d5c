package muster.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed schema of {@code report.json} is the one of the record. {@code -Dmuster.schema=write} writes it anew. */
class ReportSchemaTest {

    private static final Path FILE = Path.of("report.schema.json");

    @Test
    void theCommittedSchemaIsThatOfTheRecord() throws IOException {
        String fresh = RecordSchema.of(Findings.class, Findings.SCHEMA);
        if (System.getProperty("muster.schema", "").equals("write")) {
            Files.writeString(FILE, fresh);
        }
        assertThat(Files.readString(FILE))
                .as("stale: mvn -pl drills/engine test -Dtest=ReportSchemaTest -Dmuster.schema=write")
                .isEqualTo(fresh);
    }
}
