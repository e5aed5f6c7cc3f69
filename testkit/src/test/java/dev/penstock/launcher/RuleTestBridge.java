package dev.penstock.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Stands in for the reader of rule tests: a file {@code 3-1.jsonl} has three cases, of which one, the last, fails and names
 * its context loader.
 */
public final class RuleTestBridge {
    private RuleTestBridge() {}

    public static List<Map<String, Object>> files(List<Path> named) {
        return named.stream().map(RuleTestBridge::file).toList();
    }

    private static Map<String, Object> file(Path path) {
        String name = path.getFileName().toString();
        if (name.startsWith("absent")) {
            throw new IllegalArgumentException(name + ": there is no such file");
        }
        int cases = name.charAt(0) - '0';
        int failing = name.charAt(2) - '0';
        Supplier<Stream<Map<String, Object>>> opened =
                () -> IntStream.rangeClosed(1, cases).mapToObj(line -> one(line, line > cases - failing));
        return Map.of("path", path, "cases", opened);
    }

    private static Map<String, Object> one(int line, boolean fails) {
        Supplier<Map<String, Object>> run = () -> Map.of(
                "passed",
                !fails,
                "expected",
                "{}",
                "got",
                "{\"r\":1}",
                "explanation",
                "seen by " + Thread.currentThread().getContextClassLoader().getName());
        return Map.of("id", "case-" + line, "area", "a", "subject", "SELECT\n  *", "line", line, "run", run);
    }
}
