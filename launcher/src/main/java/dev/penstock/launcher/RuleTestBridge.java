package dev.penstock.launcher;

import dev.penstock.launcher.ruletest.CaseFile;
import dev.penstock.launcher.ruletest.CaseFiles;
import dev.penstock.rules.RuleCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the test kit calls for rule tests, across class loaders, as {@link TestBridge} for pipelines: only JDK types in and
 * out. Members of the maps may be added, never renamed.
 */
public final class RuleTestBridge {
    private RuleTestBridge() {}

    /**
     * The files, each with {@code path} (Path) and {@code cases} (a Supplier of a Stream to be closed); each case with
     * {@code id}, {@code area}, {@code subject} (String), {@code line} (Integer) and {@code run} (a Supplier of a Map with
     * {@code passed} (Boolean), {@code expected}, {@code got}, {@code explanation} (String)).
     *
     * @throws RuntimeException with one line for each thing that is wrong with the files
     */
    public static List<Map<String, Object>> files(List<Path> named) {
        return CaseFiles.find(named).stream().map(RuleTestBridge::file).toList();
    }

    private static Map<String, Object> file(CaseFile file) {
        Supplier<Stream<Map<String, Object>>> cases = () -> cases(file);
        return Map.of("path", file.path(), "cases", cases);
    }

    private static Stream<Map<String, Object>> cases(CaseFile file) {
        try {
            return file.cases().map(RuleTestBridge::one);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, Object> one(RuleCase one) {
        Supplier<Map<String, Object>> run = () -> result(one.run());
        return Map.of("id", one.id(), "area", one.area(), "subject", one.subject(), "line", one.line(), "run", run);
    }

    private static Map<String, Object> result(RuleCase.Result result) {
        return Map.of(
                "passed", result.passed(),
                "expected", result.expected(),
                "got", result.got(),
                "explanation", result.explanation());
    }
}
