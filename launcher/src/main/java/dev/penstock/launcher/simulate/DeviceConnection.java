package dev.penstock.launcher.simulate;

import dev.penstock.platform.data.Bytes;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One device's way to the broker. Can be connected again after it was lost. Never blocks. */
interface DeviceConnection {

    /** Completes with the CONNACK. */
    CompletionStage<Void> connect();

    /** Completes with the SUBACK. */
    CompletionStage<Void> subscribe(String topic, Consumer<Bytes> receiver);

    /** Completes with the PUBACK; fails when the connection is lost before. */
    CompletionStage<Void> publish(String topic, Bytes payload);

    /** Completes when the connection is closed in good order; nothing to do when there is none. */
    CompletionStage<Void> disconnect();

    /** Makes connections. */
    interface Factory {
        /** @param lost told when an established connection is gone */
        DeviceConnection create(String clientId, Consumer<Throwable> lost);
    }
}
