package dev.penstock.rules.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.Explanation;
import dev.penstock.rules.Rules;
import java.time.Duration;
import java.util.Set;

/**
 * What the front door makes of a statement and a message: it is refused, or ends with a verdict. On a thread with the
 * usual stack, and not for ever.
 */
record Trial(boolean refused, String verdict, String text, String output) {
    private static final Duration FOR_EVER = Duration.ofMinutes(2);
    private static final Set<String> REFUSALS = Set.of("SqlParseException", "InvalidRequestException");
    private static final Set<String> VERDICTS = Set.of(
            "FIRED",
            "TOPIC",
            "WHERE_FALSE",
            "WHERE_UNDEFINED",
            "WHERE_NOT_BOOLEAN",
            "PAYLOAD_NOT_JSON",
            "OUTPUT_IMPOSSIBLE",
            "FUNCTION_FAILED");
    private static final TestTime TIME = TestTime.at("2026-01-01T00:00:00Z");
    private static final int LARGEST_OUTPUT = 1 << 20;

    /** In time or not at all. */
    static Trial guarded(String sql, Bytes payload) {
        return assertTimeoutPreemptively(FOR_EVER, () -> of(sql, "2016-03-23", "t", payload));
    }

    static Trial of(String sql, String version, String topic, Bytes payload) {
        try {
            Explanation explanation = Rules.explain(sql, version, topic, payload, "c", TIME);
            JsonNode rule = explanation.document().path("rules").path(0);
            String output = rule.path("output").isMissingNode()
                    ? rule.path("outputBase64").asText()
                    : rule.path("output").toString();
            assertThat(rule.path("verdict").asText()).isIn(VERDICTS);
            assertThat(output).hasSizeLessThan(2 * LARGEST_OUTPUT);
            return new Trial(false, rule.path("verdict").asText(), explanation.text(), output);
        } catch (AwsException refusal) {
            assertThat(refusal.code()).isIn(REFUSALS);
            return new Trial(true, refusal.code(), String.valueOf(refusal.getMessage()), "");
        }
    }
}
