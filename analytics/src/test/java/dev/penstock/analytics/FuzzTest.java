package dev.penstock.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Code and records that are nearly right, made of those of the conformance cases by leaving out, repeating and swapping
 * pieces: they end in rows, in rows of the error stream or in a documented error, and in nothing else. The random numbers
 * are always the same; {@code -Dpenstock.fuzz.seed} and {@code -Dpenstock.fuzz.rounds} look further.
 */
class FuzzTest {
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\w+|\\s+|<>|<=|>=|\\|\\||.", Pattern.DOTALL);
    private static final Set<String> DOCUMENTED = Set.of("CodeValidationException", "InvalidArgumentException");
    private static final long SEED = Long.getLong("penstock.fuzz.seed", 20_240_101L);
    private static final int ROUNDS = Integer.getInteger("penstock.fuzz.rounds", 400);

    private final Random random = new Random(SEED);
    private final List<JsonNode> cases = cases();
    private final List<String> words = words();

    private static BufferedReader lines(String resource) {
        return new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FuzzTest.class.getResourceAsStream(resource)), StandardCharsets.UTF_8));
    }

    private static List<JsonNode> cases() {
        List<JsonNode> cases = new ArrayList<>();
        for (String file : List.of("/conformance/kda-sql.jsonl", "/conformance/kda-sql-more.jsonl")) {
            for (String line : lines(file).lines().toList()) {
                try {
                    cases.add(Json.MAPPER.readTree(line));
                } catch (IOException malformed) {
                    throw new UncheckedIOException(malformed);
                }
            }
        }
        return cases;
    }

    /** The application of a case with other code. */
    private static ApplicationSpec application(JsonNode source, String code) {
        List<ApplicationSpec.Column> columns = new ArrayList<>();
        for (JsonNode column : source.get("inputSchema")) {
            columns.add(new ApplicationSpec.Column(
                    column.get("name").asText(),
                    column.get("sqlType").asText(),
                    column.get("mapping").textValue()));
        }
        ApplicationSpec plain = TestPipeline.application(code, columns);
        if (!source.has("recordFormat")) {
            return plain;
        }
        JsonNode format = source.get("recordFormat");
        ApplicationSpec.RecordFormat given = format.has("rowPath")
                ? new ApplicationSpec.RecordFormat.Json(format.get("rowPath").asText())
                : new ApplicationSpec.RecordFormat.Csv(
                        format.get("rowDelimiter").asText(),
                        format.get("columnDelimiter").asText());
        ApplicationSpec.Input input = plain.input();
        return new ApplicationSpec(
                plain.name(),
                code,
                new ApplicationSpec.Input(input.namePrefix(), input.stream(), input.from(), given, columns),
                plain.outputs());
    }

    @Test
    void nearlyRightCodeAndRecordsEndInRowsOrDocumentedErrors() {
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            JsonNode source = cases.get(random.nextInt(cases.size()));
            ApplicationSpec spec = application(source, mutated(source.get("sql").asText(), 1 + random.nextInt(3)));
            try (TestPipeline pipeline = new TestPipeline()) {
                accepted += isAccepted(pipeline, spec, round) ? 1 : 0;
            }
        }

        assertThat(accepted).as("programs that ran").isBetween(ROUNDS / 20, ROUNDS);
    }

    private boolean isAccepted(TestPipeline pipeline, ApplicationSpec spec, int round) {
        String which = "seed %d, round %d: %s".formatted(SEED, round, spec.code());
        try {
            pipeline.analytics.create(spec);
        } catch (AwsException refusal) {
            assertThat(refusal.code()).as(which).isIn(DOCUMENTED);
            assertThat(refusal.getMessage()).as(which).doesNotContain("Penstock cannot compile");
            return false;
        } catch (RuntimeException | Error unexpected) {
            throw new AssertionError(which, unexpected);
        }
        if (spec.code().isBlank()) {
            return false; // it may be there, and is not started
        }
        pipeline.analytics.startApplication(spec.name());
        for (int i = 0; i < 5; i++) {
            pipeline.put(Bytes.utf8(record()));
            pipeline.at(i * 20_000L);
        }
        assertThat(pipeline.analytics.status(spec.name()).status()).as(which).isEqualTo("RUNNING");
        for (Map<String, ?> error : pipeline.rows("error_stream")) {
            assertThat(String.valueOf(error.get("MESSAGE")))
                    .as(which)
                    .doesNotContain("Exception", "cannot be cast", "because \"", "Index ");
        }
        return true;
    }

    private String record() {
        JsonNode events = cases.get(random.nextInt(cases.size())).get("events");
        if (events.isEmpty()) {
            return "";
        }
        JsonNode event = events.get(random.nextInt(events.size()));
        String text =
                event.has("raw") ? event.get("raw").asText() : event.get("data").toString();
        return random.nextBoolean() ? text : mutated(text, 1);
    }

    private String mutated(String text, int times) {
        List<String> tokens = new ArrayList<>(tokens(text));
        for (int i = 0; i < times && tokens.size() > 1; i++) {
            int at = random.nextInt(tokens.size());
            int other = random.nextInt(tokens.size());
            switch (random.nextInt(5)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, tokens.get(other));
                case 2 -> tokens.set(at, tokens.set(other, tokens.get(at)));
                case 3 -> tokens.set(at, words.get(random.nextInt(words.size())));
                default ->
                    tokens.subList(Math.min(at, other), Math.min(Math.min(at, other) + 4, tokens.size()))
                            .clear();
            }
        }
        return String.join("", tokens);
    }

    private static List<String> tokens(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    /** What stands in the code of all cases and in the expressions of the vectors. */
    private List<String> words() {
        List<String> all = new ArrayList<>();
        cases.forEach(source -> all.addAll(tokens(source.get("sql").asText())));
        lines("/vectors/expressions.txt")
                .lines()
                .filter(line -> line.contains(" | "))
                .forEach(line -> all.addAll(tokens(line)));
        all.removeIf(String::isBlank);
        return all;
    }
}
