package dev.penstock.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceEventTest {

    @ParameterizedTest(name = "{0} degrees: {1}")
    @CsvSource({"50.1, true", "51, true", "50, false", "50.0, false", "-3, false", "1E3, true"})
    void isHotOnlyAboveTheThreshold(String temperature, boolean hot) throws MalformedEventException {
        DeviceEvent event = read("{\"deviceId\":\"7\",\"temperature\":%s}".formatted(temperature));

        assertThat(event.isHotterThan(new BigDecimal("50"))).isEqualTo(hot);
    }

    @ParameterizedTest(name = "[{0}]: {1}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "not json, not JSON",
                "{\"deviceId\":\"7\", not JSON",
                "{} {}, not JSON",
                "``, not a JSON object",
                "[1], not a JSON object",
                "`{\"deviceId\":\"7\"}`, temperature is missing",
                "`{\"deviceId\":\"7\",\"temperature\":\"71\"}`, temperature is missing",
                "`{\"temperature\":71}`, deviceId is missing",
                "`{\"deviceId\":\"\",\"temperature\":71}`, deviceId is missing",
                "`{\"deviceId\":{},\"temperature\":71}`, deviceId is missing",
            })
    void saysWhatIsWrongWithARecord(String data, String reason) {
        assertThatThrownBy(() -> read(data))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void numericDeviceIdBecomesText() throws MalformedEventException {
        DeviceEvent event = read("{\"deviceId\":7,\"temperature\":71}");

        assertThat(event.fields().path("deviceId").textValue()).isEqualTo("7");
    }

    @Test
    void eventWithoutATimeGetsTheArrivalInTheStream() throws MalformedEventException {
        DeviceEvent event = read("{\"deviceId\":\"7\",\"temperature\":71}");

        assertThat(event.fields().path("eventTime").longValue()).isEqualTo(1_767_225_600_000L);
    }

    @Test
    void eventWithATimeKeepsIt() throws MalformedEventException {
        DeviceEvent event = read("{\"deviceId\":\"7\",\"temperature\":71,\"timestamp\":5}");

        assertThat(event.fields().has("eventTime")).isFalse();
        assertThat(event.fields().path("timestamp").intValue()).isEqualTo(5);
    }

    private static DeviceEvent read(String data) throws MalformedEventException {
        var record = new KinesisEvent.Record();
        record.setData(ByteBuffer.wrap(data.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer());
        record.setApproximateArrivalTimestamp(Date.from(Instant.parse("2026-01-01T00:00:00Z")));
        return DeviceEvent.read(record);
    }
}
