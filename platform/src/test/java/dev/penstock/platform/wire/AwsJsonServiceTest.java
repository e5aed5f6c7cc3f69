package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsJsonServiceTest {
    private static final String JSON = "application/x-amz-json-1.1";
    private static final String CBOR = "application/x-amz-cbor-1.1";
    private static final Instant AT = Instant.parse("2023-11-14T22:13:20.123Z");

    private final AwsJsonService service = new AwsJsonService("Probe_1")
            .operation("Echo", Operation.immediate(AwsJsonServiceTest::echo))
            .operation("Nothing", Operation.immediate(input -> WireOutput.Body.NONE))
            .operation("Refuse", Operation.immediate(input -> {
                throw AwsException.validation("too long");
            }))
            .operation(
                    "RefuseLater",
                    input -> CompletableFuture.failedFuture(new AwsException("LimitExceededException", 400, "")))
            .operation("Break", input -> CompletableFuture.failedFuture(new IllegalStateException("planted")));

    @Test
    void jsonBlobIsBase64AndTimestampIsSeconds() throws IOException {
        WireResponse answer =
                call("Echo", JSON, Bytes.utf8("{\"Blob\":\"AP8=\",\"At\":1700000000.123,\"Text\":\"t\"}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", JSON);
        assertThat(answer.body().utf8()).isEqualTo("{\"Blob\":\"AP8=\",\"At\":1700000000.123,\"Text\":\"t\"}");
    }

    @Test
    void cborBlobIsBytesAndTimestampIsTaggedMilliseconds() throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        try (CBORGenerator out = new CBORFactory().createGenerator(request)) {
            out.writeStartObject();
            out.writeBinaryField("Blob", new byte[] {0, (byte) 0xFF});
            out.writeFieldName("At");
            out.writeTag(1);
            out.writeNumber(AT.toEpochMilli());
            out.writeEndObject();
        }

        WireResponse answer = call("Echo", CBOR, Bytes.wrap(request.toByteArray()));

        assertThat(answer.headers()).containsEntry("Content-Type", CBOR);
        JsonNode tree = Json.CBOR.readTree(answer.body().shared());
        assertThat(tree.path("Blob").binaryValue()).containsExactly(0, 0xFF);
        // C1 = tag 1, 1B = unsigned integer of 8 bytes: what the SDK itself writes.
        assertThat(HexFormat.of().formatHex(answer.body().shared()))
                .contains("c11b" + HexFormat.of().toHexDigits(AT.toEpochMilli()));
    }

    @Test
    void cborOfUnknownLengthIsRead() throws IOException {
        // BF = map until FF; "Blob" of two chunks between 5F and FF, as the SDK for streams of unknown length.
        Bytes request = Bytes.wrap(HexFormat.of().parseHex("bf64426c6f625f410041ff" + "ff" + "ff"));

        WireResponse answer = call("Echo", CBOR, request);

        assertThat(Json.CBOR.readTree(answer.body().shared()).path("Blob").binaryValue())
                .containsExactly(0, 0xFF);
    }

    @Test
    void untaggedCborTimestampIsMillisecondsToo() throws IOException {
        byte[] request =
                Json.CBOR.writeValueAsBytes(Json.CBOR.createObjectNode().put("At", AT.toEpochMilli()));

        WireResponse answer = call("Echo", CBOR, Bytes.wrap(request));

        assertThat(Json.CBOR.readTree(answer.body().shared()).path("At").longValue())
                .isEqualTo(AT.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({JSON, CBOR})
    void refusalHasTheEncodingOfTheRequest(String contentType) throws IOException {
        WireResponse answer = call("Refuse", contentType, empty(contentType));

        JsonNode error = tree(answer, contentType);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers())
                .containsEntry("Content-Type", contentType)
                .containsEntry("x-amzn-ErrorType", "ValidationException");
        assertThat(error.path("__type").asText()).isEqualTo("ValidationException");
        assertThat(error.path("message").asText()).isEqualTo("too long");
    }

    @Test
    void refusalThatComesLaterIsTheSame() throws IOException {
        WireResponse answer = call("RefuseLater", JSON, Bytes.utf8("{}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().utf8()).isEqualTo("{\"__type\":\"LimitExceededException\"}");
    }

    @Test
    void otherFailureIsLeftToTheServer() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> call("Break", JSON, Bytes.utf8("{}")))
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void operationWithoutOutputHasAnEmptyBody() {
        WireResponse answer = call("Nothing", JSON, Bytes.utf8("{}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void unknownOperationIsRefusedWithWhatIsThere() {
        WireResponse answer = call("Elsewhere", JSON, Bytes.utf8("{}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().utf8()).contains("UnknownOperationException", "Probe_1.Elsewhere", "Echo");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"``", "[]", "17", "{", "{} {}", "{\"a\":}", "not json", "null"})
    void bodyThatIsNoStructureIsASerializationError(String body) {
        WireResponse answer = call("Echo", JSON, Bytes.utf8(body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().utf8()).isEqualTo("{\"__type\":\"SerializationException\"}");
    }

    @Test
    void truncatedCborIsASerializationErrorInCbor() throws IOException {
        byte[] whole = Json.CBOR.writeValueAsBytes(Json.CBOR.createObjectNode().put("Text", "something"));
        for (int length = 0; length < whole.length; length++) {
            Bytes truncated = Bytes.wrap(Arrays.copyOf(whole, length));

            WireResponse answer = call("Echo", CBOR, truncated);

            assertThat(answer.status()).as("first %d bytes", length).isEqualTo(400);
            assertThat(tree(answer, CBOR).path("__type").asText()).isEqualTo("SerializationException");
        }
    }

    @Test
    void contentTypeMayHaveParametersAndAnyCase() {
        WireResponse answer = call("Echo", "Application/X-Amz-Json-1.1 ; charset=utf-8", Bytes.utf8("{}"));

        assertThat(answer.headers()).containsEntry("Content-Type", JSON);
    }

    @Test
    void requestIdIsAUuidOfVersion4() {
        WireResponse answer = call("Echo", JSON, Bytes.utf8("{}"));

        assertThat(answer.headers().get("x-amzn-RequestId"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }

    @Test
    void operationCannotBeThereTwice() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> service.operation("Echo", input -> CompletableFuture.completedFuture(out -> {})))
                .withMessageContaining("Echo");
    }

    private static WireOutput.Body echo(WireInput input) {
        Optional<Bytes> blob = input.blob("Blob");
        Optional<Instant> at = input.timestamp("At");
        Optional<String> text = input.text("Text");
        return out -> {
            if (blob.isPresent()) {
                out.blob("Blob", blob.get());
            }
            if (at.isPresent()) {
                out.timestamp("At", at.get());
            }
            out.text("Text", text);
        };
    }

    private WireResponse call(String operation, String contentType, Bytes body) {
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        headers.set("X-Amz-Target", "Probe_1." + operation);
        headers.set("Content-Type", contentType);
        return service.handle(new WireRequest("POST", "/", "", headers, body))
                .toCompletableFuture()
                .join();
    }

    private static Bytes empty(String contentType) throws IOException {
        return contentType.equals(CBOR) ? Bytes.wrap(Json.CBOR.writeValueAsBytes(Map.of())) : Bytes.utf8("{}");
    }

    private static JsonNode tree(WireResponse answer, String contentType) throws IOException {
        return (contentType.equals(CBOR) ? Json.CBOR : Json.MAPPER)
                .readTree(answer.body().shared());
    }
}
