package dev.penstock.rules.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.sql.SqlVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {

    @ParameterizedTest(name = "{index} {0}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "80 | it is a bare Int; rules read JSON objects and arrays",
                "\"text\" | it is a bare String; rules read JSON objects and arrays",
                "{\"a\":1} x | Unrecognized token 'x'",
                "{\"a\":1}{} | something follows the value (line 1, column 9)",
                "{\"a\": | Unexpected end-of-input within/between Object entries (line 1, column 6)",
                "{\"a\":[1, | Unexpected end-of-input within/between Array entries (line 1, column 9)",
                "{a:1} | Unexpected character ('a' (code 97)): was expecting double-quote to start field name",
                "{\"a\":1E5000} | a number is outside of 1E-999 to 9.99E999 (line 1, column 12)",
                "` ` | there is no value (line 1, column 2)"
            })
    void saysWhyItDoesNotCountAsJson(String text, String problem) {
        Payload payload = new Payload(Bytes.utf8(text));

        assertThat(payload.isJson()).isFalse();
        assertThat(payload.problem()).startsWith(problem);
        assertThat(payload.tree(SqlVersion.V2016)).isInstanceOf(Value.Binary.class);
    }

    @Test
    void wholeDecimalsAreIntsOnlyInTheNewerVersion() {
        Payload payload = new Payload(Bytes.utf8("{\"a\":[10.0,{\"b\":1E3}],\"c\":0.5}"));

        assertThat(payload.tree(SqlVersion.V2016)).hasToString("{\"a\":[10,{\"b\":1000}],\"c\":0.5}");
        assertThat(payload.tree(SqlVersion.V2015)).hasToString("{\"a\":[10.0,{\"b\":1E+3}],\"c\":0.5}");
    }

    @Test
    void nothingIsAnEmptyObject() {
        Payload payload = new Payload(Bytes.EMPTY);

        assertThat(payload.isJson()).isTrue();
        assertThat(payload.tree(SqlVersion.V2016)).hasToString("{}");
    }

    @Test
    void nestingBeyondTheParsersLimitIsRefusedNotOverflowed() {
        Payload payload = new Payload(Bytes.utf8("[".repeat(100_000)));

        assertThat(payload.isJson()).isFalse();
        assertThat(payload.problem()).contains("nesting depth");
    }
}
