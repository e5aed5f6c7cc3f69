package dev.penstock.bench.load;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Connected MQTT devices that publish with QoS 1, each with a bounded number of unacknowledged messages. */
final class DeviceFleet implements AutoCloseable {
    private static final int WINDOW = 16;

    private final List<Mqtt3AsyncClient> devices = new ArrayList<>();

    DeviceFleet(int mqttPort, int count) {
        for (int i = 0; i < count; i++) {
            Mqtt3AsyncClient device = MqttClient.builder()
                    .useMqttVersion3()
                    .identifier("load-" + i)
                    .serverHost("127.0.0.1")
                    .serverPort(mqttPort)
                    .buildAsync();
            device.connect().join();
            devices.add(device);
        }
    }

    /**
     * Publishes {@code count} messages, spread over all devices, as fast as they are acknowledged.
     *
     * @param topic gives the topic of each message, from 0
     * @return time from the first publish to the last PUBACK, in nanoseconds
     */
    long flood(int count, IntFunction<String> topic) throws InterruptedException {
        Semaphore window = new Semaphore(WINDOW * devices.size());
        AtomicInteger failed = new AtomicInteger();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            window.acquire();
            publish(i, topic.apply(i)).whenComplete((done, failure) -> {
                if (failure != null) {
                    failed.incrementAndGet();
                }
                window.release();
            });
        }
        window.acquire(WINDOW * devices.size());
        long elapsed = System.nanoTime() - start;
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " of " + count + " publishes were not acknowledged");
        }
        return elapsed;
    }

    /** Publishes one hot event from the device whose turn it is; completes with its PUBACK. */
    CompletableFuture<?> publish(int turn, String topic) {
        return devices.get(turn % devices.size())
                .publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("{\"temperature\":71.5,\"humidity\":40,\"status\":\"hot\",\"sequence\":%d}"
                        .formatted(turn)
                        .getBytes(StandardCharsets.UTF_8))
                .send();
    }

    @Override
    public void close() {
        devices.forEach(device -> device.disconnect().join());
    }
}
