package dev.penstock.functions.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.InvocationResult;
import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.StartingPosition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {

    /** Records 8, 9, 10 and 11. */
    private static Verdict of(String answer, boolean reports, boolean windows) {
        Batch batch = Batch.begin(record(8), 0);
        for (int number = 9; number < 12; number++) {
            batch.add(record(number));
        }
        InvocationResult result = new InvocationResult("id", Bytes.utf8(answer), null, Duration.ZERO);
        return Verdict.of(result, batch, spec(reports, windows));
    }

    private static LaneRecord record(int number) {
        return new LaneRecord(new PlainRecord(Integer.toString(number), "k", 0, "x"));
    }

    private static EventSourceMappingSpec spec(boolean reports, boolean windows) {
        return new EventSourceMappingSpec(
                "arn:aws:kinesis:us-east-1:000000000000:stream/s",
                "f",
                new StartingPosition.TrimHorizon(),
                100,
                Duration.ZERO,
                1,
                -1,
                -1,
                false,
                reports,
                Duration.ofSeconds(windows ? 30 : 0),
                List.of(),
                Optional.empty(),
                true);
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(
            strings = {
                "",
                "null",
                "\"\"",
                "{}",
                "[]",
                "{\"batchItemFailures\":[]}",
                "{\"batchItemFailures\":null}",
                "{\"other\":1}"
            })
    void answerThatReportsNothingIsASuccess(String answer) {
        Verdict verdict = of(answer, true, false);

        assertThat(verdict.taken()).isEqualTo(4);
        assertThat(verdict.error()).isNull();
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"foo\":\"9\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"12\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"9\"},{\"itemIdentifier\":\"12\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":9}]}",
                "{\"batchItemFailures\":[\"9\"]}",
                "{\"batchItemFailures\":\"9\"}",
                "\"ok\"",
                "17",
                "not json"
            })
    void malformedReportFailsTheWholeBatch(String answer) {
        Verdict verdict = of(answer, true, false);

        assertThat(verdict.taken()).isZero();
        assertThat(verdict.error()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1} taken")
    @CsvSource({"8, 0", "9, 1", "11, 3", "11 9, 1", "10 11 10, 2"})
    void recordsBeforeTheLowestReportedOneAreTaken(String reported, int taken) {
        String items = String.join(
                ",",
                List.of(reported.split(" ")).stream()
                        .map("{\"itemIdentifier\":\"%s\"}"::formatted)
                        .toList());

        Verdict verdict = of("{\"batchItemFailures\":[" + items + "]}", true, false);

        assertThat(verdict.taken()).isEqualTo(taken);
        assertThat(verdict.error()).contains("reported");
    }

    @Test
    void withoutReportingAnyAnswerIsASuccess() {
        assertThat(of("{\"batchItemFailures\":[{\"itemIdentifier\":\"9\"}]}", false, false)
                        .taken())
                .isEqualTo(4);
        assertThat(of("not json", false, false).taken()).isEqualTo(4);
    }

    @ParameterizedTest(name = "<{0}>")
    @ValueSource(strings = {"null", "{}", "{\"state\":null}", "{\"state\":\"x\"}", "[]"})
    void windowWithoutStateIsAFailure(String answer) {
        assertThat(of(answer, false, true).error()).contains("state");
    }

    @Test
    void stateIsKeptToTheDigitAndReportsStandBesideIt() {
        Verdict verdict =
                of("{\"state\":{\"sum\":1.50},\"batchItemFailures\":[{\"itemIdentifier\":\"10\"}]}", true, true);

        assertThat(verdict).isEqualTo(new Verdict(2, verdict.error(), "{\"sum\":1.50}"));
    }
}
