package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.Brokers;
import dev.penstock.broker.MessageBroker;
import dev.penstock.platform.time.SystemTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final CommandLine command = new CommandLine(new SimulateCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out));

    @Test
    void eachPublishAndReceiveIsPrintedAndTheTotalsBalance() {
        try (SystemTime time = new SystemTime();
                MessageBroker broker = Brokers.local(new BrokerSettings("127.0.0.1", 0), time)) {
            broker.onPublish(message -> CompletableFuture.completedFuture(null));
            broker.start();

            int code = command.execute(
                    "--endpoint=127.0.0.1",
                    "--port=" + broker.mqttPort(),
                    "--device-id=press",
                    "--topic-prefix=plant",
                    "--rate=0",
                    "--count=2",
                    "--client-id=c-");

            assertThat(code).isZero();
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "press connected",
                        "press published to plant/press: {\"deviceId\":\"press\",\"temperature\":21.5,\"humidity\":41,\"status\":\"ok\"}",
                        "press published to plant/press: {\"deviceId\":\"press\",\"temperature\":48,\"humidity\":37,\"status\":\"ok\"}",
                        "stopped: 0 connected, 2 published, 2 acknowledged, 0 received, 0 failed attempts");
    }

    @Test
    void certificateWithoutKeyIsRefused() {
        int code = command.execute("--cert=device.pem");

        assertThat(code).isEqualTo(2);
        assertThat(out.toString())
                .startsWith("a certificate and its private key belong together: give both or neither");
    }

    @Test
    void durationIsRefusedWhenItIsNone() {
        int code = command.execute("--duration=soon");

        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).contains("'soon' is not a duration such as 20s, 500ms, 5m, 1h");
    }
}
