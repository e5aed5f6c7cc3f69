package dev.penstock.launcher.simulate;

import com.hivemq.client.mqtt.MqttClientExecutorConfig;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.lifecycle.Threads;
import io.reactivex.schedulers.Schedulers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Connections over MQTT 3.1.1 with the HiveMQ client; all clients of one fleet share a few network threads. */
final class MqttConnections implements DeviceConnection.Factory {
    private static final int NETWORK_THREADS = 2;

    private final BrokerAddress broker;
    private final MqttClientExecutorConfig executors;
    private final @Nullable MqttClientSslConfig tls;
    private final @Nullable MqttWebSocketConfig webSocket;

    private MqttConnections(BrokerAddress broker) {
        this.broker = broker;
        ThreadFactory threads = Threads.factory("devices-network");
        executors = MqttClientExecutorConfig.builder()
                .nettyExecutor(loop -> threads.newThread(loop).start())
                .nettyThreads(NETWORK_THREADS)
                .applicationScheduler(Schedulers.from(Runnable::run))
                .build();
        tls = broker.tls() == null ? null : tls(broker.tls());
        webSocket = broker.webSocketPath() == null
                ? null
                : MqttWebSocketConfig.builder()
                        .serverPath(broker.webSocketPath())
                        .build();
    }

    static MqttConnections to(BrokerAddress broker) {
        return new MqttConnections(broker);
    }

    private static MqttClientSslConfig tls(BrokerAddress.TlsFiles files) {
        Path certificate = files.certificate();
        Path key = files.key();
        return MqttClientSslConfig.builder()
                .trustManagerFactory(files.ca() == null ? null : PemFiles.trust(files.ca()))
                .keyManagerFactory(certificate == null || key == null ? null : PemFiles.identity(certificate, key))
                .build();
    }

    @Override
    public DeviceConnection create(String clientId, Consumer<Throwable> lost) {
        Mqtt3AsyncClient client = Mqtt3Client.builder()
                .identifier(clientId)
                .serverHost(broker.host())
                .serverPort(broker.port())
                .executorConfig(executors)
                .sslConfig(tls)
                .webSocketConfig(webSocket)
                .addDisconnectedListener(context -> lost.accept(context.getCause()))
                .buildAsync();
        return new Connection(client);
    }

    private record Connection(Mqtt3AsyncClient client) implements DeviceConnection {

        @Override
        public CompletionStage<Void> connect() {
            return client.connect().thenApply(connAck -> null);
        }

        @Override
        public CompletionStage<Void> subscribe(String topic, Consumer<Bytes> receiver) {
            return client.subscribeWith()
                    .topicFilter(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .callback(message -> receiver.accept(Bytes.wrap(message.getPayloadAsBytes())))
                    .send()
                    .thenApply(subAck -> null);
        }

        @Override
        public CompletionStage<Void> publish(String topic, Bytes payload) {
            Mqtt3Publish message = Mqtt3Publish.builder()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(payload.shared())
                    .build();
            return client.publish(message).thenApply(pubAck -> null);
        }

        @Override
        public CompletionStage<Void> disconnect() {
            return client.getState().isConnected() ? client.disconnect() : CompletableFuture.completedFuture(null);
        }
    }
}
