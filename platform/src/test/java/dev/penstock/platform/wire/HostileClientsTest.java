package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send what no client should, over HTTP/1.1: an error or a closed connection, and {@link TriedServer}. */
class HostileClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MIB = 1024 * 1024;
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String CBOR = "application/x-amz-cbor-1.1";

    @RegisterExtension
    private final TriedServer server = new TriedServer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bf",
                "bf6444617461",
                "bf644461746143",
                "bf64446174615f41",
                "a1644461746159ffff00",
                "a164446174615a7fffffff00",
                "a164446174615b7fffffffffffffff00",
                "a164446174615bffffffffffffffff00",
                "a164446174617a7fffffff61",
                "bb7fffffffffffffff6161",
                "a164446174619b7fffffffffffffff00",
                "a16444617461c25a7fffffff",
                "ff",
                "1c",
                "a1ff00",
                "c1c1c1c1c1c1",
                "a1644461746143000000ff"
            })
    void cborWithWrongLengthsIsASerializationException(String hex) throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(TriedServer.echo(CBOR, latin1(HexFormat.of().parseHex(hex))));

            assertThat(connection.answer()).startsWith("HTTP/1.1 400 ").contains("SerializationException");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"Data\":["})
    void deeplyNestedJsonIsASerializationException(String level) throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(TriedServer.echo(JSON, "{\"x\":" + level.repeat(100_000)));

            assertThat(connection.answer()).startsWith("HTTP/1.1 400 ").contains("SerializationException");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9f", "bf6161", "81", "a16161", "c1"})
    void deeplyNestedCborIsASerializationException(String level) throws IOException {
        byte[] bomb = HexFormat.of().parseHex("bf6178" + level.repeat(100_000));

        try (RawConnection connection = connect()) {
            connection.send(TriedServer.echo(CBOR, latin1(bomb)));

            assertThat(connection.answer()).startsWith("HTTP/1.1 400 ").contains("SerializationException");
        }
    }

    @Test
    void bodyOf100MegabytesIsRefusedAtItsHead() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send("POST / HTTP/1.1\r\nContent-Length: 104857600\r\n\r\n");

            assertThat(connection.answer()).startsWith("HTTP/1.1 413 ").contains("RequestEntityTooLargeException");
        }
    }

    @Test
    void bodyThatGrowsTo100MegabytesIsNotKept() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "100000\r\n" + "x".repeat(MIB) + "\r\n";
            long most = 0;
            for (int i = 0; i < 100; i++) {
                connection.send(chunk);
                if (i > 40) {
                    most = Math.max(most, server.usedBytes());
                }
            }
            connection.send("0\r\n\r\n");

            assertThat(connection.answer()).startsWith("HTTP/1.1 413 ");
            assertThat(most).isLessThan(4 * MIB);
            connection.send(TriedServer.echo(JSON, "{}"));
            assertThat(connection.body()).isEqualTo("{\"Length\":0}");
        }
    }

    @Test
    void bodyOf100MegabytesOverHttp2IsRefused() throws Exception {
        try (Http2Client client = new Http2Client(server.port())) {
            String answer = client.post("/", Bytes.wrap(new byte[100 * MIB])).get(120, TimeUnit.SECONDS);

            assertThat(answer).startsWith("413 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nX: ",
                "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n{",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "PRI * HTTP/2.0\r\n\r\n",
                "\u0016\u0003"
            })
    void requestThatNeverEndsIsClosed(String beginning) throws IOException {
        server.restart(ServerLimits.defaults().withRequest(Duration.ofMillis(100)));

        try (RawConnection connection = connect().send(beginning)) {
            assertThat(connection.isEndedByServer()).isTrue();
        }
    }

    @Test
    void clientThatHalfClosesGetsItsAnswer() throws IOException {
        try (RawConnection connection = connect().send(TriedServer.echo(JSON, "{\"Data\":\"AAAA\"}"))) {
            connection.finish();

            assertThat(connection.body()).isEqualTo("{\"Length\":3}");
            assertThat(connection.isEndedByServer()).isTrue();
        }
    }

    @Test
    void clientThatHalfClosesTooEarlyIsClosed() throws IOException {
        try (RawConnection connection = connect().send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n{")) {
            connection.finish();

            assertThat(connection.isEndedByServer()).isTrue();
        }
    }

    @Test
    void thousandIdleConnectionsHinderNobody() throws Exception {
        List<RawConnection> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                idle.add(connect());
            }

            server.assertGoodRequestsAreServed();
            assertThat(idle.get(999).send(TriedServer.echo(JSON, "{}")).body()).isEqualTo("{\"Length\":0}");
        } finally {
            for (RawConnection connection : idle) {
                connection.close();
            }
        }
    }

    @Test
    void connectionBeyondTheLimitIsClosedAtOnce() throws Exception {
        server.restart(new ServerLimits(Duration.ofSeconds(60), 3, EndpointSettings.LARGEST_BODY));

        try (RawConnection first = connect();
                RawConnection second = connect();
                RawConnection third = connect()) {
            for (RawConnection connection : List.of(first, second, third)) {
                assertThat(connection.send(TriedServer.echo(JSON, "{}")).body()).isEqualTo("{\"Length\":0}");
            }
            try (RawConnection fourth = connect()) {
                assertThat(fourth.isEndedByServer()).isTrue();
            }
        }
        await("room for another connection").atMost(LIMIT).until(this::isServed);
    }

    private boolean isServed() throws IOException {
        try (RawConnection connection = connect().send(TriedServer.echo(JSON, "{}"))) {
            return connection.body().equals("{\"Length\":0}");
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void bodiesBeyondTheBudgetWaitForRoomInOrder() throws Exception {
        server.restart(new ServerLimits(Duration.ofSeconds(60), 100, EndpointSettings.LARGEST_BODY));
        String slow = "{\"x\":\"" + "y".repeat(MIB) + "\"}";

        try (RawConnection first = connect();
                RawConnection second = connect();
                RawConnection leaving = connect();
                RawConnection third = connect()) {
            beginBody(first, EndpointSettings.LARGEST_BODY - 100);
            second.send(TriedServer.echo(JSON, slow));
            leaving.send(TriedServer.head(JSON, 100));
            third.send(TriedServer.echo(JSON, "{}"));
            assertThat(third.hasAnswerWithin(100)).isFalse();
            leaving.leave();

            first.leave();

            assertThat(second.body()).isEqualTo("{\"Length\":0}");
            assertThat(third.body()).isEqualTo("{\"Length\":0}");
        }
    }

    @Test
    void http2StreamBeyondTheBudgetIsToldToTryAgain() throws Exception {
        server.restart(new ServerLimits(Duration.ofSeconds(60), 100, EndpointSettings.LARGEST_BODY));

        try (RawConnection first = connect();
                Http2Client client = new Http2Client(server.port())) {
            beginBody(first, EndpointSettings.LARGEST_BODY - 100);

            assertThat(client.post("/", Bytes.wrap(new byte[100_000])).get(30, TimeUnit.SECONDS))
                    .startsWith("503 ")
                    .contains("ServiceUnavailable");
            first.leave();
            await("room")
                    .atMost(LIMIT)
                    .until(() -> client.post("/", Bytes.wrap(new byte[100_000]))
                            .get(30, TimeUnit.SECONDS)
                            .startsWith("40"));
        }
    }

    @Test
    void http2BodiesOfUnknownLengthTakeOnlyTheRoomTheyFill() throws Exception {
        server.restart(new ServerLimits(Duration.ofSeconds(60), 100, EndpointSettings.LARGEST_BODY));

        try (Http2Client client = new Http2Client(server.port())) {
            for (int i = 0; i < 20; i++) {
                client.begin("/", 10_000);
            }

            assertThat(client.post("/", Bytes.wrap(new byte[100_000])).get(30, TimeUnit.SECONDS))
                    .startsWith("40");
        }
    }

    @Test
    void http2BodyThatOutgrowsTheRoomIsToldToTryAgain() throws Exception {
        server.restart(new ServerLimits(Duration.ofSeconds(60), 100, EndpointSettings.LARGEST_BODY));

        try (RawConnection first = connect();
                Http2Client client = new Http2Client(server.port())) {
            beginBody(first, EndpointSettings.LARGEST_BODY - 50_000);

            assertThat(client.post("/", Bytes.wrap(new byte[40_000])).get(30, TimeUnit.SECONDS))
                    .startsWith("40");
            assertThat(client.post("/", Bytes.wrap(new byte[100_000])).get(30, TimeUnit.SECONDS))
                    .startsWith("503 ")
                    .contains("ServiceUnavailable");
        }
    }

    @Test
    void clientThatDoesNotReadItsAnswersIsNotReadEither() throws Exception {
        try (RawConnection connection = server.connect()) {
            connection.send(
                    TriedServer.echo(JSON, "{}").replace(".Echo", ".Fill").repeat(200));
            assertThat(connection.hasAnswerWithin(30_000)).isTrue();
            server.assertGoodRequestsAreServed(); // all event loops have had their turn

            assertThat(server.filled()).isLessThan(100);
            for (int i = 0; i < 200; i++) {
                assertThat(connection.body()).hasSizeGreaterThan(TriedServer.FILL_BYTES);
            }
        }
    }

    @Test
    void continueIsSaidBeforeABodyThatAsksForIt() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(TriedServer.head(JSON, 2).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
            assertThat(connection.answer()).startsWith("HTTP/1.1 100 ");
            connection.send("{}");
            assertThat(connection.body()).isEqualTo("{\"Length\":0}");
        }
    }

    @Test
    void chunksWithTrailersAreOneBody() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(String.join(
                    "\r\n",
                    "POST / HTTP/1.1",
                    "Content-Type: " + JSON,
                    "X-Amz-Target: Kinesis_20131202.Echo",
                    "Transfer-Encoding: chunked",
                    "Trailer: X-A",
                    "",
                    "1",
                    "{",
                    "1;ext=1",
                    "}",
                    "0",
                    "X-A: b",
                    "",
                    ""));

            assertThat(connection.body()).isEqualTo("{\"Length\":0}");
        }
    }

    @Test
    void headHasNoBody() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send("HEAD / HTTP/1.1\r\n\r\n" + TriedServer.echo(JSON, "{}"));

            assertThat(connection.head()).startsWith("HTTP/1.1 403 ");
            assertThat(connection.body()).isEqualTo("{\"Length\":0}");
        }
    }

    /** Returns when the server has set aside room for the body, for it says so then. */
    private static void beginBody(RawConnection connection, int bytes) throws IOException {
        connection.send(TriedServer.head(JSON, bytes).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
        assertThat(connection.answer()).startsWith("HTTP/1.1 100 ");
        connection.send("{\"x\":\"");
    }

    private RawConnection connect() throws IOException {
        return server.connect();
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
