package dev.penstock.launcher.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedEventsTest {
    @TempDir
    private Path folder;

    @Test
    void deviceIdIsOverriddenWhereItStandsAndAddedWhereItDoesNot() throws IOException {
        SimulatedEvents events = events("[{\"deviceId\": \"x\", \"t\": 1.50}, {\"t\": {\"deviceId\": 7}}]");

        assertThat(events.payload(0, "a\"b").utf8()).isEqualTo("{\"deviceId\":\"a\\\"b\",\"t\":1.50}");
        assertThat(events.payload(1, "d").utf8()).isEqualTo("{\"t\":{\"deviceId\":7},\"deviceId\":\"d\"}");
    }

    @Test
    void replayIsEndless() throws IOException {
        SimulatedEvents events = events("[{\"n\": 0}, {\"n\": 1}, {\"n\": 2}]");

        assertThat(events.payload(3_000_000_001L, "d")).isEqualTo(events.payload(1, "d"));
    }

    @Test
    void builtInEventsHaveATemperature() {
        SimulatedEvents events = SimulatedEvents.builtIn();

        assertThat(events.size()).isPositive();
        assertThat(events.payload(0, "d").utf8()).contains("\"deviceId\":\"d\"", "\"temperature\":");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; must hold a JSON array of at least one object",
                "[]; must hold a JSON array of at least one object",
                "[{}, 1]; entry 1 is not an object",
                "[{; is not JSON",
            })
    void whatIsNoArrayOfObjectsIsRefused(String json, String why) {
        assertThatThrownBy(() -> events(json))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(why);
    }

    private SimulatedEvents events(String json) throws IOException {
        return SimulatedEvents.read(Files.writeString(folder.resolve("events.json"), json));
    }
}
