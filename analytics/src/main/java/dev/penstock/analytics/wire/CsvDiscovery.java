package dev.penstock.analytics.wire;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The columns of rows of text. Pieces in quotes are not looked into. */
final class CsvDiscovery {
    private static final List<String> DELIMITERS = List.of(",", "|", "\t", ";");

    private CsvDiscovery() {}

    /** Empty when no delimiter gives the same number of columns everywhere. */
    static Optional<DiscoveredSchema> of(List<Bytes> records) {
        List<String> lines = records.stream()
                .flatMap(record -> record.utf8().lines())
                .filter(line -> !line.isBlank())
                .toList();
        return DELIMITERS.stream()
                .filter(delimiter -> isRegular(lines, delimiter))
                .findFirst()
                .map(delimiter -> schema(lines, delimiter));
    }

    private static List<String> pieces(String line, String delimiter) {
        return List.of(line.split(Pattern.quote(delimiter), -1));
    }

    private static boolean isRegular(List<String> lines, String delimiter) {
        Set<Integer> counts = new HashSet<>();
        lines.forEach(line -> counts.add(pieces(line, delimiter).size()));
        return counts.size() == 1 && !counts.contains(1);
    }

    private static DiscoveredSchema schema(List<String> lines, String delimiter) {
        List<List<String>> rows =
                lines.stream().map(line -> pieces(line, delimiter)).toList();
        List<String> first = rows.get(0);
        boolean hasHeader = rows.size() > 1
                && first.stream().noneMatch(ColumnGuess::isNumber)
                && rows.get(1).stream().anyMatch(ColumnGuess::isNumber);
        List<List<String>> data = hasHeader ? rows.subList(1, rows.size()) : rows;
        List<ApplicationSpec.Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < first.size(); i++) {
            int column = i;
            String name = hasHeader ? ColumnGuess.name(first.get(i).strip(), i) : "COL_" + i;
            columns.add(new ApplicationSpec.Column(
                    names.add(name) ? name : name + "_" + i,
                    ColumnGuess.type(data.stream().map(row -> row.get(column)).toList()),
                    null));
        }
        return new DiscoveredSchema(new RecordFormat.Csv("\n", delimiter), columns);
    }
}
