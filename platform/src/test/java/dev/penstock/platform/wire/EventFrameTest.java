package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFrameTest {

    @Test
    void initialResponseIsTheVectorOfTheFactSheet() {
        assertThat(HexFormat.of().formatHex(EventFrame.initialResponse().toArray()))
                .isEqualTo("0000007200000060ab820d9e0d3a6d6573736167652d747970650700056576656e740b3a6576656e742d747970"
                        + "65070010696e697469616c2d726573706f6e73650d3a636f6e74656e742d7479706507001a6170706c69636174"
                        + "696f6e2f782d616d7a2d6a736f6e2d312e317b7de16e66e4");
    }

    @ParameterizedTest(name = "{0} bytes expected")
    @ValueSource(ints = {0, 10, 10_000})
    void eventSaysItsTypeAndCarriesJson(int expectedBytes) {
        Frame frame = Frame.of(EventFrame.event("Tick", expectedBytes, out -> out.text("data", "x".repeat(5_000))));

        assertThat(frame.headers())
                .containsExactly(
                        Map.entry(":message-type", "event"),
                        Map.entry(":event-type", "Tick"),
                        Map.entry(":content-type", "application/json"));
        assertThat(frame.payload()).isEqualTo("{\"data\":\"%s\"}".formatted("x".repeat(5_000)));
    }

    @Test
    void eventMayCarryBytesAsTheyAre() {
        Frame frame = Frame.of(EventFrame.event("PayloadChunk", Bytes.utf8("not { json")));

        assertThat(frame.headers())
                .containsEntry(":event-type", "PayloadChunk")
                .containsEntry(":content-type", "application/octet-stream");
        assertThat(frame.payload()).isEqualTo("not { json");
    }

    @Test
    void exceptionCarriesTheCodeAsItsType() {
        Frame frame = Frame.of(EventFrame.exception(new AwsException("ResourceInUseException", 400, "taken")));

        assertThat(frame.headers())
                .containsEntry(":message-type", "exception")
                .containsEntry(":exception-type", "ResourceInUseException");
        assertThat(frame.payload()).isEqualTo("{\"message\":\"taken\"}");
    }

    @Test
    void errorHasNoPayload() {
        Frame frame = Frame.of(EventFrame.error("InternalFailure", "broken"));

        assertThat(frame.headers())
                .containsExactly(
                        Map.entry(":message-type", "error"),
                        Map.entry(":error-code", "InternalFailure"),
                        Map.entry(":error-message", "broken"));
        assertThat(frame.payload()).isEmpty();
    }

    /** Reads one frame back and checks its lengths and sums. */
    private record Frame(Map<String, String> headers, String payload) {

        static Frame of(Bytes bytes) {
            ByteBuffer in = bytes.asByteBuffer();
            assertThat(in.getInt()).isEqualTo(bytes.length());
            int headersEnd = 12 + in.getInt();
            assertThat(in.getInt()).isEqualTo(crc(bytes, 8));
            Map<String, String> headers = new LinkedHashMap<>();
            while (in.position() < headersEnd) {
                String name = text(in, in.get());
                assertThat(in.get()).isEqualTo((byte) 7);
                headers.put(name, text(in, in.getShort()));
            }
            String payload = text(in, bytes.length() - 4 - headersEnd);
            assertThat(in.getInt()).isEqualTo(crc(bytes, bytes.length() - 4));
            return new Frame(headers, payload);
        }

        private static String text(ByteBuffer in, int length) {
            byte[] text = new byte[length];
            in.get(text);
            return new String(text, StandardCharsets.UTF_8);
        }

        private static int crc(Bytes bytes, int length) {
            CRC32 crc = new CRC32();
            crc.update(bytes.toArray(), 0, length);
            return (int) crc.getValue();
        }
    }
}
