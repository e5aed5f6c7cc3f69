package dev.penstock.rules.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSizeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "\"\"",
                "\"a\\\"b\\\\c\"",
                "\"\u00e9\u20ac\ud83d\ude00\"",
                "[1,2.50,-3E-7,true,null,\"x\"]",
                "{\"a\":{\"b\":[{\"c\":\"d\"}]},\"e\":12345678901234567890}"
            })
    void sizeIsThatOfTheTextOrALittleMore(String json) throws IOException {
        Value value = JsonValues.read(Bytes.utf8(json)).value();

        long size = JsonSize.of(value);

        assertThat(size)
                .isBetween(
                        (long) JsonText.bytes(value).length(),
                        JsonText.bytes(value).length() + 10L);
    }
}
