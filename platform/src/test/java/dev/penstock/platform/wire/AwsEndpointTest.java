package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwsEndpointTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    @BeforeEach
    void start() {
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void requestGoesToTheServiceOfItsTarget() throws Exception {
        endpoint.register(new AwsJsonService("Kinesis_20131202")
                .operation("ListStreams", Operation.immediate(input -> out -> out.texts("StreamNames", List.of("a")))));

        HttpResponse<byte[]> answer =
                send("/", "X-Amz-Target", "Kinesis_20131202.ListStreams", "Content-Type", "application/x-amz-json-1.1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).asString().isEqualTo("{\"StreamNames\":[\"a\"]}");
    }

    @Test
    void unknownTargetIsRefusedInJson() throws Exception {
        endpoint.target("Kinesis_20131202", named("kinesis"));

        HttpResponse<byte[]> answer =
                send("/", "X-Amz-Target", "AWSScheduler.Go", "Content-Type", "application/x-amz-json-1.0");

        JsonNode error = Json.MAPPER.readTree(answer.body());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.0");
        assertThat(error.path("__type").asText()).isEqualTo("UnknownOperationException");
        assertThat(error.path("message").asText()).contains("AWSScheduler.Go", "Kinesis_20131202");
    }

    @Test
    void unknownTargetIsRefusedInCbor() throws Exception {
        HttpResponse<byte[]> answer =
                send("/", "X-Amz-Target", "Nobody.Go", "Content-Type", "application/x-amz-cbor-1.1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-amz-cbor-1.1");
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("UnknownOperationException");
        assertThat(Json.CBOR.readTree(answer.body()).path("__type").asText()).isEqualTo("UnknownOperationException");
    }

    @Test
    void whileThePipelineStartsEverybodyIsToldToTryAgainInTheirProtocol() throws Exception {
        endpoint.register(rest("lambda", "/tags"));
        endpoint.holdBack();

        HttpResponse<byte[]> json = send("/", "X-Amz-Target", "A.B", "Content-Type", "application/x-amz-json-1.0");
        HttpResponse<byte[]> rest = send("/tags", "Authorization", signedFor("lambda"));
        HttpResponse<byte[]> form = send("/", "Content-Type", "application/x-www-form-urlencoded");
        endpoint.open();
        HttpResponse<byte[]> after = send("/tags", "Authorization", signedFor("lambda"));

        assertThat(List.of(json, rest, form)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(answer.body()).asString().contains("The pipeline is starting");
        });
        assertThat(Json.MAPPER.readTree(json.body()).path("__type").asText()).isEqualTo("ServiceUnavailableException");
        assertThat(rest.headers().firstValue("x-amzn-ErrorType")).contains("ServiceUnavailableException");
        assertThat(form.body()).asString().contains("<Code>ServiceUnavailable</Code>");
        assertThat(after.statusCode()).isEqualTo(200);
    }

    @Test
    void longestPathPrefixWins() throws Exception {
        endpoint.path("/2015-03-31/", named("lambda"));
        endpoint.path("/2015-03-31/functions/", named("functions"));

        assertThat(send("/2015-03-31/functions/f").body()).asString().isEqualTo("functions");
        assertThat(send("/2015-03-31/layers").body()).asString().isEqualTo("lambda");
    }

    @Test
    void signatureTellsServicesWithTheSamePathApart() throws Exception {
        endpoint.register(rest("iot", "/tags"));
        endpoint.register(rest("lambda", "/tags"));

        assertThat(send("/tags", "Authorization", signedFor("lambda")).body())
                .asString()
                .isEqualTo("{\"service\":\"lambda\"}");
        assertThat(send("/tags", "Authorization", signedFor("iot")).body())
                .asString()
                .isEqualTo("{\"service\":\"iot\"}");
        assertThat(send("/tags?X-Amz-Credential=AK%2F20260101%2Fus-east-1%2Flambda%2Faws4_request")
                        .body())
                .asString()
                .isEqualTo("{\"service\":\"lambda\"}");
    }

    @Test
    void signedServiceAnswersForItsUnknownPaths() throws Exception {
        endpoint.register(rest("iot", "/rules"));
        endpoint.register(rest("lambda", "/functions"));

        HttpResponse<byte[]> answer = send("/functions", "Authorization", signedFor("iot"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("UnknownOperationException");
        assertThat(answer.body()).asString().contains("POST /functions of iot");
    }

    @Test
    void pathDecidesWithoutASignatureOrWithAnUnknownOne() throws Exception {
        endpoint.register(rest("iot", "/rules"));
        endpoint.register(rest("lambda", "/functions"));

        assertThat(send("/functions").body()).asString().isEqualTo("{\"service\":\"lambda\"}");
        assertThat(send("/rules", "Authorization", signedFor("execute-api")).body())
                .asString()
                .isEqualTo("{\"service\":\"iot\"}");
    }

    @Test
    void twoPartsOfOneServiceAnswerTogether() throws Exception {
        endpoint.register(rest("iot", "/rules"));
        endpoint.register(rest("iot", "/things"));

        assertThat(send("/rules").statusCode()).isEqualTo(200);
        assertThat(send("/things").statusCode()).isEqualTo(200);
    }

    @Test
    void serviceThatNobodyHasIsNamed() throws Exception {
        endpoint.register(rest("iot", "/rules"));

        HttpResponse<byte[]> answer = send("/bucket/key", "Authorization", signedFor("s3"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).asString().contains("POST /bucket/key (signed for s3)", "[iot]");
    }

    @Test
    void whatMeansNobodyAtTheRootIsAnsweredAsByAws() throws Exception {
        endpoint.register(new AwsJsonService("Kinesis_20131202").exact("application/x-amz-json-1.1"));

        HttpResponse<byte[]> unsigned = send("/");
        HttpResponse<byte[]> foreign = send("/", "Authorization", signedFor("s3"));

        assertThat(unsigned.statusCode()).isEqualTo(403);
        assertThat(unsigned.body()).asString().startsWith("<AccessDeniedException>");
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).asString().contains("POST / (signed for s3)");
    }

    @Test
    void malformedSignatureOfARestRequestIsRefused() throws Exception {
        endpoint.register(rest("iot", "/rules"));

        HttpResponse<byte[]> answer = send("/rules", "Authorization", "AWS4-HMAC-SHA256 Credential=a");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("IncompleteSignatureException");
    }

    @Test
    void unsignedRequestsAreRefusedWhenThatIsAskedFor() throws Exception {
        try (AwsEndpoint strict = new AwsEndpoint(
                EndpointSettings.of("127.0.0.1", 0).withStrictAuth(true), TestTime.at("2026-01-01T00:00:00Z"))) {
            strict.register(new AwsJsonService("Kinesis_20131202")
                    .operation("ListStreams", Operation.immediate(input -> WireOutput.Body.NONE))
                    .exact("application/x-amz-json-1.1"));
            strict.register(rest("iot", "/rules"));
            strict.start();

            for (String path : List.of("/", "/rules")) {
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(strict.uri().resolve(path))
                                .header("X-Amz-Target", path.equals("/") ? "Kinesis_20131202.ListStreams" : "none")
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofByteArray());

                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.body()).asString().contains("MissingAuthenticationTokenException");
            }
        }
    }

    private static RestJsonService rest(String name, String path) {
        return new RestJsonService(name)
                .operation("POST", path, "Do" + path, RestOperation.answering(in -> out -> out.text("service", name)));
    }

    private static String signedFor(String service) {
        return "AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
                .formatted(service);
    }

    @Test
    void pathThatNobodyServesIs404WithWhatIsThere() throws Exception {
        endpoint.path("/_penstock/", named("console"));

        HttpResponse<byte[]> answer = send("/elsewhere");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).asString().contains("POST /elsewhere", "/_penstock/");
    }

    @Test
    void addressIsTheOneItListensOn() {
        assertThat(endpoint.uri()).hasToString("http://127.0.0.1:" + endpoint.port());
    }

    @Test
    void closingClosesTheHandlers() {
        AtomicBoolean closed = new AtomicBoolean();
        endpoint.target("Some", new WireHandler() {
            @Override
            public CompletionStage<WireResponse> handle(WireRequest request) {
                throw new AssertionError("not asked");
            }

            @Override
            public void close() {
                closed.set(true);
            }
        });

        endpoint.close();

        assertThat(closed).isTrue();
    }

    private static WireHandler named(String name) {
        return request -> CompletableFuture.completedFuture(WireResponse.of(200, "text/plain", Bytes.utf8(name)));
    }

    private HttpResponse<byte[]> send(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }
}
