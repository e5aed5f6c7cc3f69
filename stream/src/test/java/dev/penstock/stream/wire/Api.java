package dev.penstock.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.AwsJsonService;
import dev.penstock.platform.wire.WireRequest;
import dev.penstock.platform.wire.WireResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Calls the service without a socket. */
final class Api {
    static final String JSON = "application/x-amz-json-1.1";
    static final String CBOR = "application/x-amz-cbor-1.1";

    private final AwsJsonService service;
    private final String authorization;

    Api(AwsJsonService service) {
        this(service, "");
    }

    private Api(AwsJsonService service, String authorization) {
        this.service = service;
        this.authorization = authorization;
    }

    /** The same service, called by a client that signs. */
    Api signed(String accessKeyId, String region) {
        return new Api(
                service,
                "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/kinesis/aws4_request, SignedHeaders=host, Signature=0"
                        .formatted(accessKeyId, region));
    }

    /** One answer; the body is a missing node when it is empty. */
    record Answer(int status, JsonNode body, WireResponse raw) {
        /** {@code code: message} of an error, or the body of a success. */
        String summary() {
            return status == 200 ? body.toString() : body.path("__type").asText() + ": " + message();
        }

        /** The service writes the member in lower case, but for SerializationException. */
        private String message() {
            return body.path(body.has("Message") ? "Message" : "message").asText();
        }
    }

    /** @param json single quotes stand for double quotes */
    Answer call(String operation, String json) {
        return call(operation, JSON, Bytes.utf8(json.replace('\'', '"')));
    }

    Answer call(String operation, String contentType, Bytes body) {
        var headers = new DefaultHttpHeaders()
                .add("X-Amz-Target", "Kinesis_20131202." + operation)
                .add("Content-Type", contentType);
        if (!authorization.isEmpty()) {
            headers.add("Authorization", authorization);
        }
        WireResponse response = service.handle(new WireRequest("POST", "/", "", headers, body))
                .toCompletableFuture()
                .join();
        var mapper = contentType.equals(CBOR) ? Json.CBOR : Json.MAPPER;
        try {
            return new Answer(response.status(), mapper.readTree(response.body().shared()), response);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** The one text member of a successful answer. */
    String text(String operation, String json, String member) {
        Answer answer = call(operation, json);
        if (answer.status() != 200) {
            throw new AssertionError(answer.summary());
        }
        return answer.body().path(member).asText();
    }
}
