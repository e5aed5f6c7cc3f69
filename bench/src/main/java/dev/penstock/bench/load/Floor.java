package dev.penstock.bench.load;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.Brokers;
import dev.penstock.broker.MessageBroker;
import dev.penstock.platform.lifecycle.Components;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.StoreSettings;
import dev.penstock.store.TableSpec;
import dev.penstock.store.Tables;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the two ends of the pipeline can do on this machine with nothing between them: no pipeline over the same broker
 * and store is faster than the slower of the two.
 */
final class Floor {
    private static final CompletionStage<Void> ACCEPTED = CompletableFuture.completedFuture(null);

    private Floor() {}

    /** Acknowledged MQTT messages a second, with a listener that accepts everything at once. */
    static double acknowledgedPerSecond(int devices, int messages) throws InterruptedException {
        try (SystemTime time = new SystemTime();
                Components components = new Components()) {
            MessageBroker broker = Brokers.local(new BrokerSettings("127.0.0.1", 0), time);
            broker.onPublish(message -> ACCEPTED);
            components.start(broker);
            try (DeviceFleet fleet = new DeviceFleet(broker.mqttPort(), devices)) {
                fleet.flood(messages / 4, i -> "sensors/warm-up");
                return messages * 1e9 / fleet.flood(messages, i -> "sensors/" + i);
            }
        }
    }

    /** PutItem requests a second of one thread over one connection, as one shard's function invocations send them. */
    static double putsPerSecond(Path home, int items) {
        try (SystemTime time = new SystemTime();
                Components components = new Components()) {
            Tables tables = components.start(
                    StoreFactory.local(new StoreSettings(home.resolve("lib").resolve("dynamodb-local")), time));
            tables.create(new TableSpec("warning_events", new TableSpec.Key("deviceId", "S"), null, 5, 5));
            try (Warnings warnings = new Warnings(tables.endpoint())) {
                put(warnings, items, "warm-up-");
                return items * 1e9 / put(warnings, items, "device-");
            }
        }
    }

    private static long put(Warnings warnings, int items, String prefix) {
        long start = System.nanoTime();
        for (int i = 0; i < items; i++) {
            warnings.put(prefix + i);
        }
        return System.nanoTime() - start;
    }
}
