package dev.penstock.platform.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Frames of {@code application/vnd.amazon.eventstream}, the bodies of answers that are streams of events. Big-endian:
 * length of the frame (4 bytes), length of the headers (4), CRC-32 of these eight bytes (4), headers, payload, CRC-32 of
 * all before (4). Payloads are JSON, also for clients that otherwise speak CBOR.
 *
 * <p>Source: fact sheet spec-kinesis, section 6.1.
 */
public final class EventFrame {
    /** The content type of an answer that is a row of frames. */
    public static final String MEDIA_TYPE = "application/vnd.amazon.eventstream";

    private static final int PRELUDE_BYTES = 12;
    private static final int CRC_BYTES = 4;
    private static final int TEXT_HEADER = 7;
    private static final String MESSAGE_TYPE = ":message-type";
    private static final String CONTENT_TYPE = ":content-type";
    private static final String JSON = "application/json";
    private static final int SMALL = 256;

    private final Buffer buffer;

    private EventFrame(int expectedBytes) {
        buffer = new Buffer(expectedBytes + SMALL);
        buffer.skip(PRELUDE_BYTES);
    }

    /** What a stream begins with; some clients wait for it before they hand out anything. */
    public static Bytes initialResponse() {
        return new EventFrame(0)
                .header(MESSAGE_TYPE, "event")
                .header(":event-type", "initial-response")
                .header(CONTENT_TYPE, "application/x-amz-json-1.1")
                .whole(out -> {});
    }

    /**
     * One event.
     *
     * @param type the name of the event's shape, for example {@code SubscribeToShardEvent}
     * @param expectedBytes about how long the payload will be; saves growing
     */
    public static Bytes event(String type, int expectedBytes, WireOutput.Body payload) {
        return new EventFrame(expectedBytes)
                .header(MESSAGE_TYPE, "event")
                .header(":event-type", type)
                .header(CONTENT_TYPE, JSON)
                .whole(payload);
    }

    /** One event whose payload is bytes and not a structure. */
    public static Bytes event(String type, Bytes payload) {
        EventFrame frame = new EventFrame(payload.length())
                .header(MESSAGE_TYPE, "event")
                .header(":event-type", type)
                .header(CONTENT_TYPE, "application/octet-stream");
        int headersEnd = frame.buffer.size();
        frame.buffer.write(payload.array(), payload.offset(), payload.length());
        return frame.close(headersEnd);
    }

    /** An error of the API model; the stream ends after it. */
    public static Bytes exception(AwsException refusal) {
        return new EventFrame(0)
                .header(MESSAGE_TYPE, "exception")
                .header(":exception-type", refusal.code())
                .header(CONTENT_TYPE, JSON)
                .whole(out -> out.text("message", String.valueOf(refusal.getMessage())));
    }

    /** An error that the API model does not have; the stream ends after it. */
    public static Bytes error(String code, String message) {
        EventFrame frame = new EventFrame(0)
                .header(MESSAGE_TYPE, "error")
                .header(":error-code", code)
                .header(":error-message", message);
        return frame.close(frame.buffer.size());
    }

    private EventFrame header(String name, String value) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
        buffer.write(nameBytes.length);
        buffer.writeBytes(nameBytes);
        buffer.write(TEXT_HEADER);
        buffer.write(valueBytes.length >>> Byte.SIZE);
        buffer.write(valueBytes.length);
        buffer.writeBytes(valueBytes);
        return this;
    }

    private Bytes whole(WireOutput.Body payload) {
        int headersEnd = buffer.size();
        try (JsonGenerator generator = Json.MAPPER.getFactory().createGenerator(buffer)) {
            generator.writeStartObject();
            payload.writeTo(new WireOutput(generator));
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return close(headersEnd);
    }

    private Bytes close(int headersEnd) {
        int crcAt = buffer.size();
        buffer.skip(CRC_BYTES);
        byte[] frame = buffer.content();
        ByteBuffer view = ByteBuffer.wrap(frame);
        view.putInt(0, frame.length);
        view.putInt(4, headersEnd - PRELUDE_BYTES);
        view.putInt(8, crc(frame, 8));
        view.putInt(crcAt, crc(frame, crcAt));
        return Bytes.wrap(frame);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Gives its array away without a copy when it is full. */
    private static final class Buffer extends ByteArrayOutputStream {

        Buffer(int bytes) {
            super(bytes);
        }

        void skip(int bytes) {
            writeBytes(new byte[bytes]);
        }

        byte[] content() {
            return count == buf.length ? buf : Arrays.copyOf(buf, count);
        }
    }
}
