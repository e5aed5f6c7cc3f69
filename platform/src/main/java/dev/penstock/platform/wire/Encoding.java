package dev.penstock.platform.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bodies of one request and its answer are written: AWS JSON 1.0 or 1.1, or AWS CBOR 1.1. An answer has the
 * encoding of its request, errors above all: a client that gets another one loses the type of the error.
 *
 * @param mediaType what the answer's {@code Content-Type} says
 */
record Encoding(String mediaType, boolean cbor) {
    static final String CBOR_TYPE = "application/x-amz-cbor-1.1";
    static final String JSON_TYPE = "application/x-amz-json-1.1";
    private static final String JSON_PREFIX = "application/x-amz-json-";
    private static final int INITIAL_BYTES = 256;

    /** What a request's {@code Content-Type} asks for; JSON 1.1 when it is another type or there is none. */
    static Encoding of(@Nullable String contentType) {
        String type = mediaType(contentType);
        if (type.equals(CBOR_TYPE)) {
            return new Encoding(CBOR_TYPE, true);
        }
        return new Encoding(type.startsWith(JSON_PREFIX) ? type : JSON_TYPE, false);
    }

    /** A content type without its parameters, in lower case; empty when there is none. */
    static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** @throws AwsException SerializationException, without a text as AWS does it, when the body is not a structure */
    WireInput read(Bytes body) {
        try {
            JsonNode tree = mapper().readTree(body.shared());
            if (tree == null || !tree.isObject()) {
                throw AwsException.serialization("");
            }
            return new WireInput(tree, cbor);
        } catch (IOException malformed) {
            throw AwsException.serialization("");
        }
    }

    /** The body without a tree; null when {@link #read} has to look at it. */
    <T> @Nullable T streamed(Bytes body, MemberReader.Input<T> input) {
        try (JsonParser parser = mapper().getFactory().createParser(body.array(), body.offset(), body.length())) {
            return MemberReader.read(parser, input);
        } catch (IOException malformed) {
            return null;
        }
    }

    WireResponse success(WireOutput.Body body) {
        return new WireResponse(200, headers(mediaType), body == WireOutput.Body.NONE ? Bytes.EMPTY : write(body));
    }

    /** Events are JSON: the service itself answers a request in CBOR with a server error. */
    WireResponse eventStream(EventStreamOperation operation, WireInput input, WireRequest request) {
        if (cbor) {
            throw new AwsException(
                    "InternalFailure", 500, "This operation answers with events in JSON; send the request in JSON too");
        }
        return WireResponse.streaming(200, headers(EventFrame.MEDIA_TYPE), operation.call(input, request));
    }

    WireResponse error(AwsException refusal) {
        String message = refusal.getMessage();
        // AWS itself writes this one error with a capital letter; clients read both.
        String member = refusal.code().equals("SerializationException") ? "Message" : "message";
        Bytes body = write(out -> {
            out.text("__type", refusal.code());
            if (message != null && !message.isEmpty()) {
                out.text(member, message);
            }
            for (Map.Entry<String, String> more : refusal.members().entrySet()) {
                out.text(more.getKey(), more.getValue());
            }
            for (Map.Entry<String, List<String>> list : refusal.lists().entrySet()) {
                out.texts(list.getKey(), list.getValue());
            }
        });
        return new WireResponse(refusal.httpStatus(), headers(mediaType), body)
                .with(Map.of("x-amzn-ErrorType", refusal.code()));
    }

    /** Immutable, so that the answer takes it as it is. */
    private static Map<String, String> headers(String contentType) {
        return Map.of(
                "Content-Type",
                contentType,
                AnswerIds.REQUEST_ID,
                AnswerIds.requestId(),
                AnswerIds.EXTENDED_ID,
                AnswerIds.extendedId());
    }

    private Bytes write(WireOutput.Body body) {
        return write(mapper(), body);
    }

    /** The structure whose members {@code body} writes. */
    static Bytes write(ObjectMapper mapper, WireOutput.Body body) {
        GrowingBytes buffer = new GrowingBytes();
        try (JsonGenerator generator = mapper.getFactory().createGenerator(buffer)) {
            generator.writeStartObject();
            body.writeTo(new WireOutput(generator));
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return buffer.taken();
    }

    /** What was written, without a copy at the end. */
    private static final class GrowingBytes extends ByteArrayOutputStream {
        GrowingBytes() {
            super(INITIAL_BYTES);
        }

        Bytes taken() {
            return Bytes.wrap(buf, 0, count);
        }
    }

    private ObjectMapper mapper() {
        return cbor ? Json.CBOR : Json.MAPPER;
    }
}
