package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoralFrontTest {
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String CBOR = "application/x-amz-cbor-1.1";
    private static final String ACCESS_DENIED = """
            <AccessDeniedException>
              <Message>Unable to determine service/operation name to be authorized</Message>
            </AccessDeniedException>
            """;

    private final AwsJsonService service = new AwsJsonService("Kinesis_20131202")
            .operation("ListStreams", Operation.immediate(input -> out -> out.bool("HasMoreStreams", false)))
            .exact(JSON, CBOR);

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "HEAD"})
    void methodOtherThanPostIsDeniedInXml(String method) {
        WireResponse answer = call(method, JSON, "Kinesis_20131202.ListStreams", "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body().utf8()).isEqualTo(ACCESS_DENIED);
        assertThat(answer.headers()).doesNotContainKey("Content-Type").containsKeys("x-amzn-RequestId", "x-amz-id-2");
    }

    @ParameterizedTest(name = "type {0}, target {1}: {2} {3}")
    @CsvSource({
        "application/x-amz-json-1.1, Kinesis_20131202.ListStreams, SerializationException",
        "application/x-amz-json-1.1, , UnknownOperationException",
        "application/x-amz-json-1.1, Kinesis_20131202.Whatever, UnknownOperationException"
    })
    void emptyBodyOfJsonIsRefusedInJson(String type, @Nullable String target, String code) {
        WireResponse answer = call("POST", type, target, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("Content-Type", JSON);
        assertThat(answer.body().utf8()).isEqualTo("{\"__type\":\"%s\"}".formatted(code));
    }

    @ParameterizedTest(name = "type {0}, target {1}: {2}")
    @CsvSource({
        ", , UnknownOperationException",
        "application/x-amz-json-1.0, , UnknownOperationException",
        "application/x-amz-json-1.1asdf, , UnknownOperationException",
        "application/json, , UnknownOperationException",
        "application/json, Kinesis_20131202.ListStreams, SerializationException",
        ", Whatever, UnknownOperationException",
        ", Kinesis_20131202., UnknownOperationException",
        ", Kinesis_20131202.ListStream, UnknownOperationException",
        ", Whatever.ListStreams, UnknownOperationException",
        ", Kinesis_20131202.ListStreams, SerializationException",
        "application/x-amz-cbor-1.1, Kinesis_20131202.ListStreams, SerializationException"
    })
    void emptyBodyOfAnythingElseIsRefusedInCbor(@Nullable String type, @Nullable String target, String code) {
        WireResponse answer = call("POST", type, target, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("Content-Type", CBOR);
        assertThat(HexFormat.of().formatHex(answer.body().shared())).isEqualTo(cborError(code));
    }

    @ParameterizedTest(name = "type {0}, target {1}")
    @CsvSource({
        ", ",
        "application/x-amz-json-1.0, ",
        "text/plain, Whatever",
        "text/plain, Kinesis_20131202.",
        "text/plain, .ListStreams"
    })
    void unknownContentTypeWithoutATargetIsDeniedInXml(@Nullable String type, @Nullable String target) {
        WireResponse answer = call("POST", type, target, "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body().utf8()).isEqualTo(ACCESS_DENIED);
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/x-amz-json-1.0", "application/x-www-form-urlencoded", ","})
    void unknownContentTypeWithATargetIsAnUnknownOperationInXml(@Nullable String type) {
        WireResponse answer = call("POST", type, "Kinesis_20131202.ListStreams", "{}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().utf8()).isEqualTo("<UnknownOperationException/>\n");
        assertThat(answer.headers()).doesNotContainKey("Content-Type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "true", "null", "17", "[]", "{", "{} {}"})
    void bodyThatIsNoObjectIsRefusedBeforeItsOperationIsLookedFor(String body) {
        WireResponse answer = call("POST", JSON, "Kinesis_20131202.Whatever", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().utf8()).isEqualTo("{\"__type\":\"SerializationException\"}");
    }

    @ParameterizedTest
    @CsvSource({"hello, 400, SerializationException", "{}, 404, UnknownOperationException"})
    void deprecatedJsonIsAlwaysRefused(String body, int status, String code) {
        WireResponse answer = call("POST", "application/json   ;", "Kinesis_20131202.ListStreams", body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
        assertThat(answer.body().utf8())
                .isEqualTo("{\"Output\":{\"__type\":\"com.amazon.coral.service#%s\"},\"Version\":\"1.0\"}"
                        .formatted(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kinesis_20131202.Whatever", "Whatever.ListStreams", "Whatever", "Kinesis_20131202"})
    void unknownOperationHasNoTextButHelpInAHeader(String target) {
        WireResponse answer = call("POST", JSON, target, "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().utf8()).isEqualTo("{\"__type\":\"UnknownOperationException\"}");
        assertThat(answer.headers().get("x-amzn-error-message")).contains("ListStreams");
    }

    @Test
    void operationAnswersWithIdsAndItsContentType() {
        WireResponse answer = call("POST", JSON + " ; whatever", "Kinesis_20131202.ListStreams", "{}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", JSON).doesNotContainKey("x-amz-crc32");
        assertThat(answer.headers().get("x-amzn-RequestId"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(Base64.getDecoder().decode(answer.headers().get("x-amz-id-2")))
                .hasSize(72);
    }

    private static String cborError(String code) {
        byte[] name = code.getBytes(StandardCharsets.UTF_8);
        String head = name.length < 24 ? "%02x".formatted(0x60 + name.length) : "78%02x".formatted(name.length);
        HexFormat hex = HexFormat.of();
        return "bf66" + hex.formatHex("__type".getBytes(StandardCharsets.UTF_8)) + head + hex.formatHex(name) + "ff";
    }

    private WireResponse call(String method, @Nullable String type, @Nullable String target, String body) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (type != null) {
            headers.set("Content-Type", type);
        }
        if (target != null) {
            headers.set("X-Amz-Target", target);
        }
        return service.handle(new WireRequest(method, "/", "", headers, Bytes.utf8(body)))
                .toCompletableFuture()
                .join();
    }
}
