package dev.penstock.rules.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.rules.conformance.CaseRunner.Result;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the vector file either gives what it expects or is refused by name when the rule is created. */
class ConformanceTest {
    private static final int CASES = 998;

    private final CaseRunner runner = new CaseRunner();

    static List<Case> cases() {
        return Case.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesWhatIsExpectedOrIsRefusedByName(Case one) throws IOException {
        Result result = runner.run(one);

        if (one.has("expectParseError")) {
            assertThat(result).isInstanceOf(Result.Refused.class);
        } else if (result instanceof Result.Refused refused) {
            assertThat(refused.reason().code()).isEqualTo("SqlParseException");
            assertThat(refused.reason()).hasMessageContaining("cannot be used here");
        } else {
            assertThat(meets(one, result))
                    .as("%s gave %s", one.json(), shown(result))
                    .isTrue();
        }
    }

    /** A change of any count is a change of the file: passes of an area may only grow. */
    @Test
    void passesAndRefusalsByAreaAreTheRecordedOnes() throws IOException {
        Map<String, int[]> areas = new TreeMap<>();
        for (Case one : cases()) {
            boolean refused = runner.run(one) instanceof Result.Refused && !one.has("expectParseError");
            areas.computeIfAbsent(one.area(), area -> new int[2])[refused ? 1 : 0]++;
        }

        String table = table(areas);

        assertThat(table).isEqualTo(Case.resource("/conformance/areas.txt"));
        assertThat(areas.values().stream()
                        .mapToInt(counts -> counts[0] + counts[1])
                        .sum())
                .isEqualTo(CASES);
    }

    private static String table(Map<String, int[]> areas) {
        StringBuilder table = new StringBuilder("%-24s %6s %8s%n".formatted("area", "passed", "refused"));
        int passed = 0;
        int refused = 0;
        for (Map.Entry<String, int[]> area : areas.entrySet()) {
            int[] counts = area.getValue();
            passed += counts[0];
            refused += counts[1];
            table.append("%-24s %6d %8d%n".formatted(area.getKey(), counts[0], counts[1]));
        }
        return table.append("%-24s %6d %8d%n".formatted("total", passed, refused))
                .toString();
    }

    private static boolean meets(Case one, Result result) throws IOException {
        if (one.has("expectNoMatch")) {
            return result instanceof Result.NoMatch;
        }
        if (!(result instanceof Result.Output output)) {
            return false;
        }
        if (one.has("template")) {
            return meetsText(one, output.bytes().utf8());
        }
        return meetsOutput(one, output.bytes());
    }

    private static boolean meetsText(Case one, String text) {
        return one.has("expectRegex")
                ? Pattern.compile(one.json().path("expectRegex").path("pattern").asText())
                        .matcher(text)
                        .find()
                : text.equals(one.text("expect", "missing"));
    }

    private static boolean meetsOutput(Case one, Bytes bytes) throws IOException {
        if (one.has("expectText")) {
            return bytes.utf8().equals(one.text("expectText", ""));
        }
        if (one.has("expectBase64")) {
            return bytes.base64().equals(one.text("expectBase64", ""));
        }
        JsonNode out = Json.MAPPER.readTree(bytes.shared());
        if (one.has("expectUndefinedField")) {
            return out.isObject() && !out.has(one.text("expectUndefinedField", ""));
        }
        if (one.has("expectAnyOf")) {
            for (JsonNode allowed : one.json().path("expectAnyOf")) {
                if (same(allowed, out)) {
                    return true;
                }
            }
            return false;
        }
        return one.has("expect") ? same(one.json().path("expect"), out) : meetsMeasure(one, out);
    }

    private static boolean meetsMeasure(Case one, JsonNode out) {
        if (one.has("expectApprox")) {
            JsonNode approx = one.json().path("expectApprox");
            double wanted = approx.path("value").asDouble();
            double given = at(out, approx).asDouble(Double.NaN);
            return Math.abs(given - wanted)
                    <= Math.abs(wanted) * approx.path("relTol").asDouble();
        }
        if (one.has("expectRange")) {
            JsonNode range = one.json().path("expectRange");
            double given = at(out, range).asDouble(Double.NaN);
            return given >= range.path("min").asDouble()
                    && given <= range.path("max").asDouble();
        }
        JsonNode regex = one.json().path("expectRegex");
        return Pattern.compile(regex.path("pattern").asText())
                .matcher(at(out, regex).asText())
                .find();
    }

    private static JsonNode at(JsonNode out, JsonNode expectation) {
        String path = expectation.path("path").asText();
        return path.isEmpty() ? out : out.path(path);
    }

    /** Numbers by value, keys in any order, arrays in order. */
    private static boolean same(JsonNode wanted, JsonNode given) {
        if (wanted.isNumber() && given.isNumber()) {
            return new BigDecimal(wanted.asText()).compareTo(new BigDecimal(given.asText())) == 0;
        }
        if (wanted.size() != given.size() || wanted.getNodeType() != given.getNodeType()) {
            return false;
        }
        if (wanted.isObject()) {
            return wanted.properties().stream()
                    .allMatch(member ->
                            given.has(member.getKey()) && same(member.getValue(), given.path(member.getKey())));
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!same(wanted.get(i), given.get(i))) {
                return false;
            }
        }
        return wanted.isArray() || wanted.equals(given);
    }

    private static String shown(Result result) {
        return result instanceof Result.Output output ? output.bytes().utf8() : result.toString();
    }
}
