package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.platform.wire.AwsEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTest {
    private static final String SIGNED = "X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKIAEXAMPLE/20260101/us-east-1/iotdevicegateway/aws4_request"
            + "&X-Amz-Date=20260101T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=" + "0a".repeat(32);
    private static final byte[] CONNECT = {0x10, 15, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 3, 'w', 'e', 'b'};
    private static final byte[] PUBLISH = {0x32, 6, 0, 1, 'a', 0, 7, 'x'};

    private final TestBroker test = new TestBroker();

    @AfterEach
    void close() {
        test.close();
    }

    private Mqtt3BlockingClient client(String id, String query) {
        return client(id, query, test.port());
    }

    private static Mqtt3BlockingClient client(String id, String query, int port) {
        return Mqtt3Client.builder()
                .identifier(id)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .webSocketConfig(MqttWebSocketConfig.builder()
                        .serverPath("mqtt")
                        .queryString(query)
                        .build())
                .buildBlocking();
    }

    @Test
    void publishesAndSubscribesWithoutASignature() {
        Mqtt3BlockingClient web = client("web", "");
        web.connect();
        Queue<Mqtt3Publish> arrived = TestBroker.collect(web, "a", MqttQos.AT_LEAST_ONCE);

        TestBroker.publish(test.connect("device"), "a", "x");
        TestBroker.publish(web, "a", "y".repeat(100_000));

        await("deliveries").until(() -> arrived.size() == 2);
        assertThat(test.listener.messages)
                .extracting(PublishedMessage::principal)
                .containsOnly("");
        web.disconnect();
    }

    @ParameterizedTest(name = "the client publishes: {0}")
    @ValueSource(booleans = {true, false})
    void webSocketEndsWithTheFirstMessageAfterADay(boolean publishes) {
        try (LogLines log = new LogLines()) {
            Mqtt3BlockingClient device = test.connect("device");
            Mqtt3BlockingClient web = client("web", "");
            web.connect();
            TestBroker.collect(web, "a", MqttQos.AT_LEAST_ONCE);
            TestBroker.publish(web, "b", "early");

            test.time.advance(Duration.ofHours(24));
            assertThat(test.broker.counters().connections()).isEqualTo(2);
            if (publishes) {
                assertThatThrownBy(() -> TestBroker.publish(web, "b", "late")).isNotNull();
            } else {
                TestBroker.publish(device, "a", "for the web");
            }

            await("its end").until(() -> test.broker.counters().connections() == 1);
            assertThat(log.warnings()).anyMatch(line -> line.contains("client web: a WebSocket lasts 24 hours"));
            assertThat(device.getState().isConnected()).isTrue();
            assertThat(test.listener.payloads()).doesNotContain("late");
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "&X-Amz-Security-Token=abcdef", "&X-Amz-Expires=86400"})
    void signedQueryMakesTheAccessKeyThePrincipal(String more) {
        Mqtt3BlockingClient web = client("web", SIGNED + more);
        web.connect();

        TestBroker.publish(web, "a", "x");

        assertThat(test.listener.messages)
                .singleElement()
                .extracting(PublishedMessage::principal)
                .isEqualTo("AKIAEXAMPLE");
        web.disconnect();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"iotdevicegateway, s3", "AWS4-HMAC-SHA256, AWS3", "0a0a0a, zz", "20260101T000000Z, yesterday"})
    void queryThatIsNoSignatureIsRefused(String part, String wrong) {
        assertThatThrownBy(() -> client("web", SIGNED.replace(part, wrong)).connect())
                .isNotNull();
        assertThat(test.broker.counters().connections()).isZero();
    }

    @Test
    void endpointOfAwsApisHandsItsWebSocketsOver() throws Exception {
        AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
        endpoint.upgrade(test.broker.webSocket());
        endpoint.start();
        try {
            Mqtt3BlockingClient web = client("web", SIGNED, endpoint.port());
            web.connect();
            Queue<Mqtt3Publish> arrived = TestBroker.collect(web, "a", MqttQos.AT_LEAST_ONCE);

            TestBroker.publish(web, "a", "y".repeat(100_000));

            await("delivery").until(() -> arrived.size() == 1);
            assertThat(test.broker.counters().connections()).isOne();
            assertThat(status(endpoint.port(), "/other")).isGreaterThanOrEqualTo(400);
            web.disconnect();
            await("the end").until(() -> test.broker.counters().connections() == 0);
        } finally {
            endpoint.close();
        }
    }

    private static int status(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void otherPathIsNotFound() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/other".formatted(test.port())))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("/mqtt");
    }

    @Test
    void packetMayComeInPiecesAndPiecesInOneFrame() throws Exception {
        Frames frames = open("");

        for (byte one : CONNECT) {
            frames.send(one);
        }
        assertThat(frames.next(4)).containsExactly(0x20, 2, 0, 0);
        byte[] three = ByteBuffer.allocate(3 * PUBLISH.length)
                .put(PUBLISH)
                .put(PUBLISH)
                .put(PUBLISH)
                .array();
        frames.send(three);

        assertThat(frames.next(12)).hasSize(12);
        assertThat(test.listener.payloads()).containsExactly("x", "x", "x");
    }

    @Test
    void signedQueryMayBeEncoded() throws Exception {
        Frames frames = open("?" + SIGNED.replace("/", "%2F") + "&X-Amz-Security-Token=a%2Bb%3D");

        frames.send(CONNECT);
        frames.send(PUBLISH);

        assertThat(frames.next(8)).hasSize(8);
        assertThat(test.listener.messages)
                .singleElement()
                .extracting(PublishedMessage::principal)
                .isEqualTo("AKIAEXAMPLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "mqttv3.1"})
    void namesOfTheProtocolThatSdksAskForAreTaken(String protocol) throws Exception {
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols(protocol)
                .buildAsync(URI.create("ws://127.0.0.1:%d/mqtt".formatted(test.port())), new Frames())
                .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);

        assertThat(socket.getSubprotocol()).isEqualTo(protocol);
    }

    @Test
    void closeFrameIsAGoodbyeWithoutWill() throws Exception {
        Queue<Mqtt3Publish> wills = TestBroker.collect(test.connect("app"), "w", MqttQos.AT_LEAST_ONCE);
        Frames frames = open("");
        frames.send(
                (byte) 0x10,
                (byte) 21,
                (byte) 0,
                (byte) 4,
                (byte) 'M',
                (byte) 'Q',
                (byte) 'T',
                (byte) 'T',
                (byte) 4,
                (byte) 6,
                (byte) 0,
                (byte) 60,
                (byte) 0,
                (byte) 3,
                (byte) 'w',
                (byte) 'e',
                (byte) 'b',
                (byte) 0,
                (byte) 1,
                (byte) 'w',
                (byte) 0,
                (byte) 1,
                (byte) 'g');
        frames.next(4);

        Objects.requireNonNull(frames.socket)
                .sendClose(WebSocket.NORMAL_CLOSURE, "")
                .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
        await("the end").until(() -> test.broker.counters().connections() == 1);
        TestBroker.publish(test.connect("device"), "w", "fence");

        await("delivery").until(() -> !wills.isEmpty());
        assertThat(TestBroker.texts(wills)).containsExactly("fence");
    }

    private Frames open(String query) throws Exception {
        Frames frames = new Frames();
        frames.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("mqtt")
                .buildAsync(URI.create("ws://127.0.0.1:%d/mqtt%s".formatted(test.port(), query)), frames)
                .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
        return frames;
    }

    /** Bytes as they come in frames. */
    private static final class Frames implements WebSocket.Listener {
        private final BlockingQueue<Byte> arrived = new LinkedBlockingQueue<>();
        private @Nullable WebSocket socket;

        void send(byte... bytes) throws Exception {
            Objects.requireNonNull(socket)
                    .sendBinary(ByteBuffer.wrap(bytes), true)
                    .get(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }

        byte[] next(int count) throws IOException, InterruptedException {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                Byte one = arrived.poll(TestBroker.LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (one == null) {
                    throw new IOException("only %d of %d bytes arrived".formatted(i, count));
                }
                bytes[i] = one;
            }
            return bytes;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            while (data.hasRemaining()) {
                arrived.add(data.get());
            }
            from.request(1);
            return null;
        }
    }
}
