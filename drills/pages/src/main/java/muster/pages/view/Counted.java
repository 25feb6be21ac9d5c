package muster.pages.view;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import muster.engine.check.Counts;
import muster.engine.report.Findings.Judged;
import muster.engine.report.Report;

/** What the checks counted, a table for each that counted more than one line holds. */
final class Counted {

    private final List<Judged> verdicts;

    Counted(Report report) {
        this.verdicts = report.findings().verdicts();
    }

    List<Section> sections() {
        List<Block> tables = verdicts.stream()
                .filter(judged -> judged.counts() != null)
                .<Block>map(judged -> new Block.Shown(table(judged.check(), Objects.requireNonNull(judged.counts()))))
                .toList();
        return tables.isEmpty() ? List.of() : List.of(new Section("counts", "What the checks counted", tables));
    }

    private static Table table(String check, Counts counts) {
        Column[] columns = Stream.concat(
                        counts.columns().stream().limit(1).map(Column::words),
                        counts.columns().stream().skip(1).map(Column::figures))
                .toArray(Column[]::new);
        Table.Builder table = new Table.Builder(check, columns);
        counts.rows().forEach(row -> table.row(row.cells().toArray(String[]::new)));
        return table.build();
    }
}
