package dev.penstock.analytics;

import dev.penstock.analytics.cases.CaseReader;
import java.io.InputStream;
import java.util.stream.Stream;

/**
 * Reads test cases for applications, one JSON object a line, in the format of our conformance file; docs/sql-cases.md
 * describes it. A case with anything unknown in it fails when it is run and says what: nothing is passed over.
 */
public final class SqlCases {
    private SqlCases() {}

    /**
     * The cases of a file of JSON lines in UTF-8, in order; blank lines count for numbering only. They are read as the
     * stream is used, so that the file may be of any size; a line that cannot be read becomes a case that fails.
     *
     * @param file what the cases call their file
     * @param lines closed with the stream, which throws UncheckedIOException when it breaks
     */
    public static Stream<SqlCase> read(String file, InputStream lines) {
        return CaseReader.read(file, lines);
    }
}
