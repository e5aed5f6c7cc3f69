package dev.penstock.platform.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void decimalsKeepEveryDigit() throws IOException {
        JsonNode tree = Json.MAPPER.readTree("{\"v\":1.10,\"w\":12345678901234567890.12345678901234567890}");

        assertThat(tree).hasToString("{\"v\":1.10,\"w\":12345678901234567890.12345678901234567890}");
    }

    @Test
    void cborKeepsDecimalsAsTheyAre() throws IOException {
        byte[] cbor = Json.CBOR.writeValueAsBytes(Json.MAPPER.readTree("{\"v\":1.10}"));

        assertThat(Json.CBOR.readTree(cbor).get("v").decimalValue()).isEqualByComparingTo("1.10");
    }

    @Test
    void secondValueIsAnError() {
        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> Json.MAPPER.readTree("{} {}"));
    }

    @Test
    void endlessNestingIsAnError() {
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> Json.MAPPER.readTree("[".repeat(100_000)));
    }
}
