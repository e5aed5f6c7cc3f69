package dev.penstock.rules.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.platform.data.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, times and bytes at the edges of what there is. */
class HostileNumbersAndTimesTest {

    static Stream<String> payloadsThatAreNotJson() {
        return Stream.of(
                "{\"a\":1e999999999}",
                "{\"a\":1e-999999999}",
                "{\"a\":1e99999999999999999999}",
                "{\"a\":%s}".formatted("9".repeat(100_000)),
                "{\"a\":0.%s}".formatted("9".repeat(100_000)),
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "[".repeat(60_000) + "]".repeat(60_000),
                "{\"a\":\"\0\"}",
                "{\"a\":1}\0",
                "\"%s\"".formatted("a".repeat(128_000)));
    }

    @ParameterizedTest
    @MethodSource("payloadsThatAreNotJson")
    void aPayloadThatCannotBeReadIsNotJsonAndTheReasonIsGiven(String payload) {
        Trial trial = Trial.guarded("SELECT a AS x FROM 't' WHERE a > 1", Bytes.utf8(payload));

        assertThat(trial.verdict()).isNotEqualTo("FIRED");
        assertThat(trial.text()).contains("PAYLOAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u00FF\u00FE", "{\"a\":\"\u00C3(\"}", "{\"a\":\"\u00ED\u00A0\u0080\"}", "{\"\u00C0\u00AF\":1}"})
    void bytesThatAreNotUtf8AreNotJson(String latin1) {
        Bytes payload = Bytes.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1));

        Trial trial = Trial.guarded("SELECT a AS x, encode(*, 'base64') AS b FROM 't'", payload);

        assertThat(trial.text()).contains("the payload is not JSON");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "big * big                     | `{}`",
                "big + big                     | `{}`",
                "small * small                 | `{}`",
                "small / big                   | `{}`",
                "'1E999' * '1E999'             | `{}`",
                "'1E999999999' - 1             | `{}`",
                "'1E999999999' * 1             | `{}`",
                "'1E99999999999' * 1           | `{}`",
                "digits * 1                    | `{}`",
                "power(10, 400)                | `{}`",
                "power(9, big)                 | `{}`",
                "exp(big)                      | `{}`",
                "exp(-999)                     | `{\"x\":0`",
                "sin(big)                      | `{}`",
                "ln(small)                     | `{`",
                "trunc(big, 34)                | `{\"x\":9.99E+999}`",
                "trunc(1.5, big)               | `{\"x\":1.5}`",
                "round(big)                    | `{\"x\":9.99`",
                "ceil(small)                   | `{\"x\":1}`",
                "floor(-small)                 | `{\"x\":-1}`",
                "bitand(big, big)              | `{\"x\":9.99`",
                "bitxor(big, -1)               | `{\"x\":-`",
                "bitnot(big)                   | `{\"x\":-9.99`",
                "mod(big, 7)                   | `{\"x\":`",
                "big % small                   | `{\"x\":0`",
                "chr(big)                      | `{}`",
                "substring(s, small, big)      | `{\"x\":\"abc\"}`",
                "length(lpad(s, big))          | `{\"x\":1003}`",
                "get(s, big)                   | `{}`",
                "cast(big AS Int)              | `{\"x\":9.99`",
                "topic(big)                    | `{}`",
                "parse_time('yyyy', big)       | `{}`",
                "parse_time('yyyy', 9E18)      | `{`",
                "0e999999999 * 5               | `{\"x\":0`",
            })
    void numbersAtTheEdgesAreRightOrUndefined(String expression, String output) {
        String payload =
                "{\"big\":9.99E999,\"small\":1E-999,\"s\":\"abc\",\"digits\":\"%s\"}".formatted("9".repeat(100_000));

        Trial trial = Trial.guarded("SELECT " + expression + " AS x FROM 't'", Bytes.utf8(payload));

        assertThat(trial.output()).as(trial.text()).startsWith(output);
    }

    @Test
    void zeroWithAnExponentBeyondAllParsersIsExplained() {
        Trial trial = Trial.guarded("SELECT a + 1 AS x FROM 't'", Bytes.utf8("{\"a\":0e99999999999}"));

        assertThat(trial.output()).as(trial.text()).isEqualTo("{\"x\":1}");
    }

    static Stream<Arguments> times() {
        return Stream.of(
                arguments("parse_time('%s', 0)".formatted("E-".repeat(30_000)), "it has more than 1000 characters"),
                arguments("parse_time('%s', 0)".formatted("y".repeat(100_000)), "it has more than 1000 characters"),
                arguments("parse_time('''', 0)", "is no pattern"),
                arguments("parse_time('yyyy', 0, '%s')".formatted("A/".repeat(40_000)), "there is no time zone"),
                arguments("time_to_epoch('1', '%s')".formatted("[".repeat(60_000)), "at most 1000 characters"),
                arguments("time_to_epoch('1', '%s')".formatted("[".repeat(1_000)), "does not fit the pattern"),
                arguments("time_to_epoch('999999999-01-01', 'yyyyyyyyy-MM-dd')", "does not fit the pattern"),
                arguments("time_to_epoch('x', 'ppppp')", "does not fit the pattern"));
    }

    @ParameterizedTest
    @MethodSource("times")
    void patternsOfTimesAreUndefinedWithAReason(String call, String reason) {
        Trial trial = Trial.guarded("SELECT " + call + " AS x FROM 't'", Bytes.utf8("{}"));

        assertThat(trial.output()).as(trial.text()).isEqualTo("{}");
        assertThat(trial.text()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {900, 999, 1000})
    void aDeepPayloadInsideOfADeepAliasHasAReason(int depth) {
        String payload = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);

        Trial trial = Trial.guarded("SELECT * AS x" + ".y".repeat(150) + " FROM 't'", Bytes.utf8(payload));

        assertThat(trial.verdict()).isEqualTo("FUNCTION_FAILED");
        assertThat(trial.text()).contains("nested deeper than 1000 levels");
    }
}
