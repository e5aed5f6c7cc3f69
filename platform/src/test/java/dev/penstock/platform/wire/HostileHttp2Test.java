package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send what no client should, as HTTP/2 frames. */
class HostileHttp2Test {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    /** :method POST, :scheme http, :path /, from the static table of HPACK. */
    private static final byte[] POST = {(byte) 0x83, (byte) 0x86, (byte) 0x84};

    @RegisterExtension
    private final TriedServer server = new TriedServer();

    @ParameterizedTest
    @ValueSource(strings = {"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "PRI / HTTP/1.1\r\n\r\n", "PRI"})
    void preludeThatIsNoneIsClosed(String prelude) throws IOException {
        try (RawConnection connection = server.connect().send(prelude)) {
            connection.finish();

            assertThat(connection.isEndedByServer()).isTrue();
        }
    }

    @Test
    void firstFrameThatIsNotSettingsIsClosed() throws IOException {
        assertThat(goodbye(frame(PING, 0, 0, new byte[8]), false)).isEqualTo("PROTOCOL_ERROR");
    }

    @Test
    void frameLargerThanAgreedIsClosed() throws IOException {
        byte[] head = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, DATA, 0, 0, 0, 0, 1};

        assertThat(goodbye(head)).isEqualTo("FRAME_SIZE_ERROR");
    }

    @Test
    void dataOnNoStreamIsClosed() throws IOException {
        assertThat(goodbye(frame(DATA, 0, 0, new byte[1]))).isEqualTo("PROTOCOL_ERROR");
    }

    @Test
    void headersThatCannotBeUnpackedAreClosed() throws IOException {
        assertThat(goodbye(frame(HEADERS, END_HEADERS, 1, new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F})))
                .isEqualTo("COMPRESSION_ERROR");
    }

    @Test
    void smallHeadersThatUnpackToManyAreRefused() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(POST);
        bomb.writeBytes(new byte[] {0x40, 1, 'x', 0x7F, (byte) 0xA1, 0x1E}); // x: 4,000 bytes, kept in the table
        bomb.writeBytes("y".repeat(4_000).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 10_000; i++) {
            bomb.write(0xBE); // and again
        }

        assertThat(refusal(frame(HEADERS, END_HEADERS | END_STREAM, 1, bomb.toByteArray())))
                .isTrue();
    }

    @Test
    void headersThatNeverEndAreClosed() throws IOException {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        flood.writeBytes(frame(HEADERS, 0, 1, POST));
        for (int i = 0; i < 20_000; i++) {
            flood.writeBytes(frame(CONTINUATION, 0, 1, new byte[] {0, 1, 'a', 1, 'b'}));
        }

        assertThat(refusal(flood.toByteArray())).isTrue();
    }

    @Test
    void streamsThatAreOpenedOnlyToBeResetAreToldToCalmDown() throws IOException {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        for (int i = 0; i < 2_000; i++) {
            flood.writeBytes(frame(HEADERS, END_HEADERS, 2 * i + 1, POST));
            flood.writeBytes(frame(RST_STREAM, 0, 2 * i + 1, new byte[] {0, 0, 0, 8}));
        }

        assertThat(goodbye(flood.toByteArray())).isEqualTo("ENHANCE_YOUR_CALM");
    }

    @Test
    void emptyDataWithoutEndIsToldToCalmDown() throws IOException {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        flood.writeBytes(frame(HEADERS, END_HEADERS, 1, POST));
        for (int i = 0; i < 100; i++) {
            flood.writeBytes(frame(DATA, 0, 1, new byte[0]));
        }

        assertThat(goodbye(flood.toByteArray())).isEqualTo("ENHANCE_YOUR_CALM");
    }

    @Test
    void windowThatOverflowsIsClosed() throws IOException {
        byte[] most = {0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};

        assertThat(goodbye(frame(WINDOW_UPDATE, 0, 0, most))).isEqualTo("FLOW_CONTROL_ERROR");
    }

    @ParameterizedTest
    @ValueSource(ints = {SETTINGS, PING})
    void floodOfFramesThatWantAnAnswerIsSurvived(int type) throws IOException {
        ByteArrayOutputStream flood = new ByteArrayOutputStream();
        for (int i = 0; i < 30_000; i++) {
            flood.writeBytes(frame(type, 0, 0, new byte[type == PING ? 8 : 0]));
        }

        try (RawConnection connection = opened()) {
            connection.sendAsFarAsPossible(flood.toByteArray());

            assertThat(connection.hasAnswerWithin(30_000)).isTrue();
        }
    }

    @Test
    void openingWithoutSettingsIsClosedAtTheLimit() throws IOException {
        server.restart(ServerLimits.defaults().withRequest(Duration.ofMillis(100)));

        try (RawConnection connection = server.connect().send(PREFACE)) {
            assertThat(connection.isEndedByServer()).isTrue();
        }
    }

    @Test
    void openConnectionWithoutStreamsHasNoLimit() throws Exception {
        server.restart(ServerLimits.defaults().withRequest(Duration.ofMillis(50)));

        try (RawConnection connection = opened();
                RawConnection other = server.connect().send("P")) {
            assertThat(other.isEndedByServer()).as("past the limit").isTrue();
            connection.sendAsFarAsPossible(frame(HEADERS, END_HEADERS | END_STREAM, 1, POST));

            assertThat(connection.http2Frames(HEADERS)).isTrue();
        }
    }

    @Test
    void streamsWhoseAnswersAreNotTakenAreBounded() throws IOException {
        server.restart(new ServerLimits(Duration.ofSeconds(60), 100, EndpointSettings.LARGEST_BODY));
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.writeBytes(POST);
        headers.writeBytes(literal("content-type", TriedServer.JSON));
        headers.writeBytes(literal("x-amz-target", "Kinesis_20131202.Fill"));
        headers.writeBytes(literal("content-length", "2"));

        try (RawConnection connection = opened()) {
            for (int i = 0; i < 100; i++) {
                connection.send(frame(HEADERS, END_HEADERS, 2 * i + 1, headers.toByteArray()));
                connection.send(frame(DATA, END_STREAM, 2 * i + 1, new byte[] {'{', '}'}));
            }
            connection.send(frame(PING, 0, 0, new byte[8]));

            assertThat(connection.http2Frames(PING)).as("all frames are read").isTrue();
            assertThat(server.filled()).isBetween(1, 17);
        }
    }

    private static byte[] literal(String name, String value) {
        byte[] header = new byte[3 + name.length() + value.length()];
        ByteBuffer.wrap(header)
                .put((byte) 0)
                .put((byte) name.length())
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put((byte) value.length())
                .put(value.getBytes(StandardCharsets.US_ASCII));
        return header;
    }

    private RawConnection opened() throws IOException {
        String settings = new String(frame(SETTINGS, 0, 0, new byte[0]), StandardCharsets.ISO_8859_1);
        return server.connect().send(PREFACE + settings); // at once, for an opening in two parts has a time limit
    }

    /** The name of the error with which the server closes the connection. */
    private String goodbye(byte[] frames) throws IOException {
        return goodbye(frames, true);
    }

    private String goodbye(byte[] frames, boolean withSettings) throws IOException {
        try (RawConnection connection =
                withSettings ? opened() : server.connect().send(PREFACE)) {
            connection.sendAsFarAsPossible(frames);
            long code = connection.http2Goodbye(GOAWAY);
            return code < 0 ? "none" : Http2Error.valueOf(code).name();
        }
    }

    /** Whether the server breaks off the stream or the connection. */
    private boolean refusal(byte[] frames) throws IOException {
        try (RawConnection connection = opened()) {
            connection.sendAsFarAsPossible(frames);
            return connection.http2Frames(RST_STREAM, GOAWAY, HEADERS) || connection.isEndedByServer();
        }
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        return frame.put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
