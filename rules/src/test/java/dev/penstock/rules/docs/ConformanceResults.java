package dev.penstock.rules.docs;

import dev.penstock.rules.RuleCase;
import dev.penstock.rules.RuleCases;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The conformance cases, run. */
final class ConformanceResults {
    private final Map<String, int[]> byArea = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private ConformanceResults() {}

    static ConformanceResults run() {
        ConformanceResults results = new ConformanceResults();
        try (Stream<RuleCase> cases = RuleCases.read(
                "iot-sql.jsonl",
                Objects.requireNonNull(ConformanceResults.class.getResourceAsStream("/conformance/iot-sql.jsonl")))) {
            cases.forEach(results::add);
        }
        return results;
    }

    private void add(RuleCase one) {
        int[] counts = byArea.computeIfAbsent(one.area(), area -> new int[2]);
        counts[0] += one.run().passed() ? 1 : 0;
        counts[1]++;
    }

    /** For example {@code 7 of 7}; empty for an area without cases. */
    String of(String area) {
        int[] counts = byArea.get(area);
        return counts == null
                ? ""
                : counts[0] == counts[1] ? "%d".formatted(counts[1]) : "%d of %d".formatted(counts[0], counts[1]);
    }

    /** All areas of the language itself, and the total. */
    String text() {
        StringBuilder table = new StringBuilder("| area | passing cases |\n|---|---|\n");
        byArea.keySet().stream()
                .filter(area -> !area.startsWith("fn."))
                .forEach(area -> table.append("| %s | %s |\n".formatted(area, of(area))));
        int functions = sum("fn.", 0);
        int allFunctions = sum("fn.", 1);
        table.append("| functions, see above | %s |\n"
                .formatted(functions == allFunctions ? functions : functions + " of " + allFunctions));
        return table.append("| **together** | **%d of %d** |\n".formatted(sum("", 0), sum("", 1)))
                .toString();
    }

    private int sum(String prefix, int index) {
        return byArea.entrySet().stream()
                .filter(area -> area.getKey().startsWith(prefix))
                .mapToInt(area -> area.getValue()[index])
                .sum();
    }
}
