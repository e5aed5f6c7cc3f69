package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.policy.Action;
import dev.penstock.platform.data.Json;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why connections end, and whether their will goes out. Source: AWS IoT Core developer guide, Lifecycle events. */
class DisconnectReasonTest {
    private static final int KEEP_ALIVE = 60;
    private static final int MAX_PAYLOAD = 128 * 1024;

    private final ListedAuthorizer authorizer = new ListedAuthorizer();
    private final TestBroker test = new TestBroker(authorizer, CertificateAuthority.inMemory());
    private final Queue<Mqtt3Publish> events = TestBroker.collect(
            test.connect("watcher"), "$aws/events/presence/disconnected/press", MqttQos.AT_LEAST_ONCE);

    @AfterEach
    void close() {
        test.close();
    }

    private static Arguments of(String how, int keepAlive, String reason, BiConsumer<RawClient, TestBroker> end) {
        return Arguments.of(how, keepAlive, reason, end);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                of(
                        "DISCONNECT",
                        KEEP_ALIVE,
                        "CLIENT_INITIATED_DISCONNECT",
                        (client, test) -> client.send(MqttMessage.DISCONNECT)),
                of("broken socket", KEEP_ALIVE, "CONNECTION_LOST", (client, test) -> client.close()),
                of(
                        "second CONNECT",
                        KEEP_ALIVE,
                        "CLIENT_ERROR",
                        (client, test) -> client.send(RawClient.connectPacket("press", true))),
                of(
                        "wildcard in a topic",
                        KEEP_ALIVE,
                        "CLIENT_ERROR",
                        (client, test) -> client.send(RawClient.publishPacket(1, "a/#", "x"))),
                of(
                        "payload over the limit",
                        KEEP_ALIVE,
                        "CLIENT_ERROR",
                        (client, test) -> client.send(
                                RawClient.publishPacket(1, "a", new byte[MAX_PAYLOAD + 1], MqttQoS.AT_LEAST_ONCE))),
                of("nine filters", KEEP_ALIVE, "CLIENT_ERROR", (client, test) -> client.sendBytes(nineFilters())),
                of(
                        "denied publish",
                        KEEP_ALIVE,
                        "AUTH_ERROR",
                        (client, test) -> client.send(RawClient.publishPacket(1, "secret", "x"))),
                of("takeover", KEEP_ALIVE, "DUPLICATE_CLIENTID", (client, test) -> test.rawConnected("press")),
                of("silence", 1, "MQTT_KEEP_ALIVE_TIMEOUT", (client, test) -> {}),
                of("rules that fail", KEEP_ALIVE, "SERVER_ERROR", (client, test) -> {
                    test.listener.hold();
                    client.send(RawClient.publishPacket(1, "a", "lost"));
                    await("the message").until(() -> test.listener.payloads().contains("lost"));
                    test.listener.reject("lost");
                    test.listener.acceptAll();
                }));
    }

    private static byte[] nineFilters() {
        byte[] packet = new byte[4 + 9 * 4];
        packet[0] = (byte) 0x82;
        packet[1] = (byte) (packet.length - 2);
        packet[3] = 1;
        for (int i = 0; i < 9; i++) {
            packet[4 + 4 * i + 1] = 1;
            packet[4 + 4 * i + 2] = (byte) ('a' + i);
        }
        return packet;
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("ends")
    void eventNamesTheReason(String how, int keepAlive, String reason, BiConsumer<RawClient, TestBroker> end)
            throws Exception {
        authorizer.deny(Action.PUBLISH, "secret");
        RawClient client = test.raw();
        client.connect(RawClient.connectPacketWithWill("press", true, false, keepAlive));

        end.accept(client, test);

        JsonNode event = ended();
        boolean byClient = reason.equals("CLIENT_INITIATED_DISCONNECT");
        assertThat(event.path("disconnectReason").asText()).isEqualTo(reason);
        assertThat(event.path("clientInitiatedDisconnect").asBoolean()).isEqualTo(byClient);
        if (!byClient) {
            await("the will").until(() -> test.listener.payloads().contains("gone"));
        }
        await("rest").until(test.time.inFlight()::isSettled);
        assertThat(test.listener.payloads().contains("gone")).isEqualTo(!byClient);
    }

    @Test
    void closeFrameOfAWebSocketIsInitiatedByTheClient() throws Exception {
        byte[] connect = {0x10, 17, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 5, 'p', 'r', 'e', 's', 's'};
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("mqtt")
                .buildAsync(URI.create("ws://127.0.0.1:%d/mqtt".formatted(test.port())), new WebSocket.Listener() {})
                .join();
        socket.sendBinary(ByteBuffer.wrap(connect), true).join();
        await("the connection").until(() -> test.broker.counters().connections() == 2);

        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

        assertThat(ended().path("disconnectReason").asText()).isEqualTo("CLIENT_INITIATED_DISCONNECT");
    }

    @Test
    void goodbyeWithItsWillIsInitiatedByTheClientAndTheWillGoesOut() throws Exception {
        Mqtt5BlockingClient client = test.client5("press").toBlocking();
        client.connectWith()
                .willPublish()
                .topic("will/press")
                .payload("gone".getBytes(StandardCharsets.UTF_8))
                .applyWillPublish()
                .send();

        client.disconnectWith()
                .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                .send();

        assertThat(ended().path("disconnectReason").asText()).isEqualTo("CLIENT_INITIATED_DISCONNECT");
        await("the will").until(() -> test.listener.payloads().contains("gone"));
    }

    private JsonNode ended() throws Exception {
        await("the end").until(() -> !events.isEmpty());
        return Json.MAPPER.readTree(events.element().getPayloadAsBytes());
    }
}
