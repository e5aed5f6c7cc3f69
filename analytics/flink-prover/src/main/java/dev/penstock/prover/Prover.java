package dev.penstock.prover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
import dev.penstock.analytics.FlinkSql;
import dev.penstock.analytics.FlinkSql.Options;
import dev.penstock.analytics.FlinkSql.StatementReport;
import dev.penstock.analytics.FlinkSql.Time;
import dev.penstock.analytics.FlinkSql.Translation;
import dev.penstock.analytics.SqlCase;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs recorded input through the engine and through Flink, and tells where the rows differ. */
final class Prover implements AutoCloseable {
    private static final String ARRIVAL = "APPROXIMATE_ARRIVAL_TIME";
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final FlinkCluster cluster;
    private final Path folder;

    private Prover(FlinkCluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    static Prover start() throws Exception {
        return new Prover(FlinkCluster.start(), Files.createTempDirectory("penstock-prover"));
    }

    /** Proves one case. */
    Proof prove(SqlCase one) throws IOException, InterruptedException {
        Optional<SqlCase.Recording> recording = one.recording();
        if (recording.isEmpty()) {
            return Proof.skipped("it does not say what an application does with records");
        }
        Translation translation;
        try {
            translation = FlinkSql.translate(
                    recording.get().application(),
                    new Options(
                            new Time.Arrival(), "us-east-1", "000000000000", null, RecordedTableFactory.IDENTIFIER));
        } catch (AwsException refused) {
            return Proof.skipped(String.valueOf(refused.getMessage()));
        }
        if (!translation.isComplete()) {
            return Proof.skipped(translation.statements().stream()
                    .filter(StatementReport::isRefused)
                    .map(StatementReport::refusal)
                    .findFirst()
                    .orElseThrow());
        }
        return compare(recording.get(), translation.script());
    }

    private Proof compare(SqlCase.Recording recording, String script) throws IOException, InterruptedException {
        clean();
        ApplicationSpec.Input input = recording.application().input();
        List<byte[]> records = new ArrayList<>();
        for (SqlCase.Recording.Arrival arrival : recording.arrivals()) {
            records.add(stamped(arrival.record().toArray(), arrival.at(), input.format()));
        }
        RecordFile.write(RecordFile.input(folder, input.stream()), records);
        try {
            cluster.run(script, folder);
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Exception died) {
            return Proof.failed(cause(died), script);
        }
        Map<String, List<JsonNode>> flink = flinkRows();
        Map<String, List<JsonNode>> engine = new LinkedHashMap<>();
        recording
                .rows()
                .forEach((stream, rows) -> engine.put(
                        stream, rows.stream().<JsonNode>map(Prover::json).toList()));
        List<String> differences = new ArrayList<>();
        int same = 0;
        for (Map.Entry<String, List<JsonNode>> stream : flink.entrySet()) {
            List<JsonNode> expected = engine.getOrDefault(stream.getKey(), List.of());
            RowsDifference difference = RowsDifference.of(expected, stream.getValue());
            same += difference.same();
            difference.lines().forEach(line -> differences.add(stream.getKey() + " " + line));
        }
        return differences.isEmpty() ? Proof.equal(same) : Proof.differs(differences, script);
    }

    private static JsonNode json(Map<String, @Nullable Object> row) {
        return Json.MAPPER.valueToTree(row);
    }

    /** What went wrong at the bottom of it. */
    private static String cause(Throwable died) {
        Throwable cause = died;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage());
    }

    private Map<String, List<JsonNode>> flinkRows() throws IOException {
        Map<String, List<JsonNode>> rows = new LinkedHashMap<>();
        for (Map.Entry<String, List<byte[]>> output : RecordFile.outputs(folder).entrySet()) {
            List<JsonNode> records = new ArrayList<>();
            for (byte[] each : output.getValue()) {
                records.add(Json.MAPPER.readTree(each));
            }
            rows.put(output.getKey(), records);
        }
        return rows;
    }

    /** With the time of arrival as a field, as the script wants it of a record. */
    private static byte[] stamped(byte[] content, Instant arrival, RecordFormat format) {
        String stamp = TIMESTAMP.format(arrival);
        if (format instanceof RecordFormat.Csv csv) {
            String end = csv.columnDelimiter() + stamp;
            String text =
                    new String(content, StandardCharsets.UTF_8).replace(csv.rowDelimiter(), end + csv.rowDelimiter());
            return (text + end).getBytes(StandardCharsets.UTF_8);
        }
        try {
            if (Json.MAPPER.readTree(content) instanceof ObjectNode object) {
                return Json.MAPPER.writeValueAsBytes(object.put(ARRIVAL, stamp));
            }
        } catch (IOException notJson) {
            return content;
        }
        return content;
    }

    private void clean() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        clean();
        Files.delete(folder);
    }
}
