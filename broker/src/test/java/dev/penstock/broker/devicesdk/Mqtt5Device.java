package dev.penstock.broker.devicesdk;

import static dev.penstock.broker.devicesdk.DeviceLab.done;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.crt.iot.MqttRequestResponseClientOptions;
import software.amazon.awssdk.crt.mqtt5.Mqtt5Client;
import software.amazon.awssdk.crt.mqtt5.Mqtt5ClientOptions;
import software.amazon.awssdk.crt.mqtt5.OnAttemptingConnectReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionFailureReturn;
import software.amazon.awssdk.crt.mqtt5.OnConnectionSuccessReturn;
import software.amazon.awssdk.crt.mqtt5.OnDisconnectionReturn;
import software.amazon.awssdk.crt.mqtt5.OnStoppedReturn;
import software.amazon.awssdk.crt.mqtt5.PublishReturn;
import software.amazon.awssdk.crt.mqtt5.packets.ConnAckPacket;
import software.amazon.awssdk.crt.mqtt5.packets.ConnectPacket;
import software.amazon.awssdk.crt.mqtt5.packets.PublishPacket;
import software.amazon.awssdk.iot.AwsIotMqtt5ClientBuilder;

/** A client of MQTT 5 and what it was told. */
final class Mqtt5Device implements AutoCloseable {
    /** How clients of shadows and jobs ask. */
    static final MqttRequestResponseClientOptions REQUESTS = MqttRequestResponseClientOptions.builder()
            .withMaxRequestResponseSubscriptions(8)
            .withMaxStreamingSubscriptions(4)
            .withOperationTimeoutSeconds(60)
            .build();

    final Received received = new Received();
    final CompletableFuture<ConnAckPacket> connected = new CompletableFuture<>();
    /** The number of the error of the first attempt that failed. */
    final CompletableFuture<Integer> failed = new CompletableFuture<>();

    final CompletableFuture<PublishPacket> first = new CompletableFuture<>();
    final Mqtt5Client client;
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();

    private Mqtt5Device(AwsIotMqtt5ClientBuilder builder) {
        client = builder.withLifeCycleEvents(new Events())
                .withPublishEvents((owner, arrived) -> take(arrived))
                .build();
        client.start();
    }

    /** A device with a certificate that has begun to connect. */
    static Mqtt5Device start(
            DeviceLab lab, ConnectPacket.ConnectPacketBuilder connect, UnaryOperator<AwsIotMqtt5ClientBuilder> more) {
        try (AwsIotMqtt5ClientBuilder builder = AwsIotMqtt5ClientBuilder.newDirectMqttBuilderWithMtlsFromMemory(
                "localhost", lab.certificate, lab.key)) {
            return start(lab, builder, connect, more);
        }
    }

    static Mqtt5Device start(
            DeviceLab lab,
            AwsIotMqtt5ClientBuilder builder,
            ConnectPacket.ConnectPacketBuilder connect,
            UnaryOperator<AwsIotMqtt5ClientBuilder> more) {
        return new Mqtt5Device(more.apply(builder.withCertificateAuthority(lab.authority)
                .withPort((long) lab.tlsPort())
                .withConnectProperties(connect)));
    }

    /** A device with a certificate that is connected. */
    static Mqtt5Device connect(DeviceLab lab) {
        Mqtt5Device device =
                start(lab, new ConnectPacket.ConnectPacketBuilder().withClientId(DeviceLab.THING), builder -> builder);
        done(device.connected);
        return device;
    }

    private void take(PublishReturn arrived) {
        received.add(arrived.getPublishPacket());
        first.complete(arrived.getPublishPacket());
    }

    /** Ends the connection without a DISCONNECT. */
    void hangUp() {
        client.stop();
        done(stopped);
    }

    @Override
    public void close() {
        hangUp();
        client.close();
    }

    private final class Events implements Mqtt5ClientOptions.LifecycleEvents {
        @Override
        public void onAttemptingConnect(Mqtt5Client owner, OnAttemptingConnectReturn attempt) {}

        @Override
        public void onConnectionSuccess(Mqtt5Client owner, OnConnectionSuccessReturn success) {
            connected.complete(success.getConnAckPacket());
        }

        @Override
        public void onConnectionFailure(Mqtt5Client owner, OnConnectionFailureReturn failure) {
            failed.complete(failure.getErrorCode());
        }

        @Override
        public void onDisconnection(Mqtt5Client owner, OnDisconnectionReturn end) {}

        @Override
        public void onStopped(Mqtt5Client owner, OnStoppedReturn end) {
            stopped.complete(true);
        }
    }
}
