package dev.penstock.launcher;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.launcher.settings.Settings;
import dev.penstock.launcher.template.TemplateReader;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A pipeline from a template text, with one device; on free ports, in this JVM. */
final class RunningPipeline implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final Emulator emulator;
    private final Time time;
    private final Mqtt3AsyncClient device;

    private RunningPipeline(Emulator emulator, Time time) {
        this.emulator = emulator;
        this.time = time;
        this.device = connect("device-1");
    }

    static RunningPipeline start(Path directory, String template) {
        return start(directory, template, Settings.forTests(), new SystemTime());
    }

    /** @param time closed with the pipeline when it is a {@code SystemTime} */
    static RunningPipeline start(Path directory, String template, Settings settings, Time time) {
        Path file = directory.resolve("template.yaml");
        try {
            Files.writeString(file, template);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new RunningPipeline(
                Emulator.start(settings, TemplateReader.read(file, Map.of(), settings.identity()), time), time);
    }

    Emulator emulator() {
        return emulator;
    }

    /** Another device, connected. */
    Mqtt3AsyncClient connect(String clientId) {
        Mqtt3AsyncClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(emulator.mqttPort())
                .buildAsync();
        client.connect().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        return client;
    }

    /** Publishes with QoS 1 and waits for the PUBACK. */
    void publish(String topic, String payload) {
        publish(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    void publish(String topic, byte[] payload) {
        publishAsync(device, topic, payload)
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    static CompletableFuture<Mqtt3Publish> publishAsync(Mqtt3AsyncClient client, String topic, byte[] payload) {
        return client.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload)
                .send();
    }

    EventSourceMapping.Counters mapping() {
        return emulator.functions().mappings().all().get(0).counters();
    }

    long recordsIn(String stream) {
        return emulator.streams().describe(stream).records();
    }

    /** Why the newest message did or did not arrive. */
    String explainLast() {
        return emulator.rules()
                .explain(emulator.rules().recentMessages(1).get(0))
                .orElseThrow()
                .text();
    }

    @Override
    public void close() {
        device.disconnect().handle((done, failure) -> null).join();
        emulator.close();
        if (time instanceof SystemTime system) {
            system.close();
        }
    }
}
