package dev.penstock.bench.analytics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.ApplicationSpec.Column;
import dev.penstock.platform.data.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Flink on the same queries and records, in a JVM of its own: its MiniCluster with parallelism 1 and object reuse runs the
 * translated queries (module analytics/flink-prover), by processing time as the engine does.
 */
final class FlinkPeer {
    private final Path prover;

    FlinkPeer(Path prover) {
        this.prover = prover;
    }

    /** Rows a second by query. */
    Map<Query, Double> measure(List<Query> queries, long records, int rounds) throws IOException, InterruptedException {
        Path cases = Files.createTempFile("penstock-bench", ".jsonl");
        Path input = Files.createTempFile("penstock-bench", ".input");
        try {
            Files.write(cases, queries.stream().map(FlinkPeer::asCase).toList());
            Files.write(input, records());
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx2g",
                            "--add-opens=java.base/java.util=ALL-UNNAMED",
                            "--add-opens=java.base/java.lang=ALL-UNNAMED",
                            "--add-opens=java.base/java.time=ALL-UNNAMED",
                            "-cp",
                            prover.toString(),
                            "dev.penstock.prover.Load",
                            "--input=" + input,
                            "--records=" + records,
                            "--rounds=" + rounds,
                            cases.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return results(process);
        } finally {
            Files.delete(cases);
            Files.delete(input);
        }
    }

    /** The different ones once. */
    private static List<String> records() {
        Samples samples = new Samples();
        return IntStream.range(0, Samples.DIFFERENT)
                .mapToObj(i -> samples.at(i).utf8())
                .toList();
    }

    private static Map<Query, Double> results(Process process) throws IOException, InterruptedException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Map<Query, Double> results = lines.lines()
                    .map(line -> line.split(" "))
                    .collect(Collectors.toMap(
                            line -> Query.valueOf(line[0].toUpperCase(Locale.ROOT)), line -> Double.valueOf(line[1])));
            if (process.waitFor() != 0) {
                throw new IllegalStateException("Flink's side ended with " + process.exitValue());
            }
            return results;
        }
    }

    /** A line of a case file. */
    private static String asCase(Query query) {
        ObjectNode one = Json.MAPPER.createObjectNode();
        one.put("id", query.name()).put("area", "bench").put("sql", query.code());
        ArrayNode schema = one.putArray("inputSchema");
        for (Column column : Samples.columns()) {
            schema.addObject()
                    .put("name", column.name())
                    .put("sqlType", column.sqlType())
                    .put("mapping", column.mapping());
        }
        one.putArray("events");
        one.putObject("expect");
        return one.toString();
    }
}
