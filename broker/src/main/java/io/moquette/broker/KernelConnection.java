package io.moquette.broker;

import dev.penstock.broker.engine.EngineConnection;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.NullMarked;

/** One connection inside Moquette. */
@NullMarked
final class KernelConnection implements EngineConnection {
    private final MQTTConnection connection;
    private final PenstockLoops loops;

    KernelConnection(MQTTConnection connection, PenstockLoops loops) {
        this.connection = connection;
        this.loops = loops;
    }

    @Override
    public CompletionStage<?> connect(MqttConnectMessage connect) {
        CompletableFuture<?> done = connection.processConnect(connect).completableFuture();
        return answered(done);
    }

    /** What a command has written is on the channel's loop: what runs there next runs when it was written. */
    private CompletionStage<?> answered(CompletionStage<?> command) {
        return command.thenRunAsync(() -> {}, connection.channel.eventLoop());
    }

    @Override
    public boolean isConnected() {
        return connection.isConnected();
    }

    @Override
    public CompletionStage<?> handle(MqttMessage packet) {
        return answered(hand(packet));
    }

    @Override
    public CompletionStage<?> acknowledge(MqttMessage pubAck) {
        return hand(pubAck);
    }

    private CompletionStage<?> hand(MqttMessage packet) {
        if (!connection.isConnected()) {
            return CompletableFuture.failedStage(new IllegalStateException("not connected"));
        }
        connection.handleMessage(packet);
        return loops.run(connection.getClientId(), "fence", () -> null); // behind what the packet has put on the loop
    }

    @Override
    public void writable() {
        if (connection.isConnected()) {
            connection.writabilityChanged();
        }
    }

    @Override
    public void closed() {
        connection.handleConnectionLost();
    }
}
