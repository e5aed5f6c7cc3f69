package dev.penstock.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.rules.cases.CaseParser;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads test cases for rules, which run without an engine, a pipeline or a clock. The format is the one of our conformance
 * file, one JSON object for each case; docs/rules.md describes it. A case with anything unknown in it fails when it is run
 * and says what: nothing is passed over.
 */
public final class RuleCases {
    private RuleCases() {}

    /**
     * What is wrong with a case.
     *
     * @param path where, from the root of the case; list elements by their number from 0
     */
    public record Problem(List<String> path, String text) {
        public Problem {
            path = List.copyOf(path);
        }
    }

    /**
     * The cases of a file of JSON lines in UTF-8, in order; blank lines count for numbering only. They are read as the
     * stream is used, so that the file may be of any size; a line that cannot be read becomes a case that fails.
     *
     * @param file what the cases call their file
     * @param lines closed with the stream, which throws UncheckedIOException when it breaks
     */
    public static Stream<RuleCase> read(String file, InputStream lines) {
        return CaseParser.stream(file, lines);
    }

    /** One case from JSON that was read elsewhere. */
    public static RuleCase of(String file, int line, JsonNode oneCase) {
        return CaseParser.parse(file, line, oneCase);
    }

    /** What makes a case impossible to run; empty when it can be run. Its SQL is not looked at. */
    public static List<Problem> problems(JsonNode oneCase) {
        return CaseParser.problems(oneCase);
    }
}
