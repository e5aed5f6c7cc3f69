package dev.penstock.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.penstock.platform.data.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;

/** Sends requests as they are, in JSON or CBOR, so that what no SDK would send is seen as well. */
final class RawClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Set<String> TIMESTAMPS = Set.of("Timestamp", "StreamCreationTimestamp");
    private static final int EPOCH_TAG = 1;
    private static final int MILLIS = 1000;

    private final URI uri;
    private final ObjectMapper mapper;

    RawClient(URI uri, ObjectMapper mapper) {
        this.uri = uri;
        this.mapper = mapper;
    }

    /** One answer; the body is a missing node when it is empty. */
    record Answer(int status, JsonNode body) {
        /** {@code type: message} of an error. */
        String refusal() {
            String type = body.path("__type").asText();
            return type + ": "
                    + body.path(body.has("Message") ? "Message" : "message").asText();
        }
    }

    Answer call(String operation, JsonNode request) throws IOException {
        boolean cbor = mapper == Json.CBOR;
        HttpRequest http = HttpRequest.newBuilder(uri)
                .header("Content-Type", cbor ? "application/x-amz-cbor-1.1" : "application/x-amz-json-1.1")
                .header("X-Amz-Target", "Kinesis_20131202." + operation)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        cbor ? inCbor(request) : mapper.writeValueAsBytes(request)))
                .build();
        try {
            HttpResponse<byte[]> answer = HTTP.send(http, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), mapper.readTree(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private byte[] inCbor(JsonNode request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CBORGenerator out = (CBORGenerator) mapper.getFactory().createGenerator(bytes)) {
            write(request, out);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonNode node, CBORGenerator out) throws IOException {
        if (node.isObject()) {
            out.writeStartObject();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                out.writeFieldName(member.getKey());
                writeMember(member.getKey(), member.getValue(), out);
            }
            out.writeEndObject();
        } else if (node.isArray()) {
            out.writeStartArray();
            for (JsonNode item : node) {
                write(item, out);
            }
            out.writeEndArray();
        } else {
            out.writeTree(node);
        }
    }

    private static void writeMember(String name, JsonNode value, CBORGenerator out) throws IOException {
        if (name.equals("Data") && value.isTextual()) {
            out.writeBinary(value.binaryValue());
        } else if (TIMESTAMPS.contains(name) && value.isNumber()) {
            out.writeTag(EPOCH_TAG);
            out.writeNumber(Math.round(value.doubleValue() * MILLIS));
        } else {
            write(value, out);
        }
    }
}
