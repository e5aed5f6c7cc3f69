package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
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
    void longestPathPrefixWins() throws Exception {
        endpoint.path("/2015-03-31/", named("lambda"));
        endpoint.path("/2015-03-31/functions/", named("functions"));

        assertThat(send("/2015-03-31/functions/f").body()).asString().isEqualTo("functions");
        assertThat(send("/2015-03-31/layers").body()).asString().isEqualTo("lambda");
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
                .timeout(Duration.ofSeconds(5))
                .POST(BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }
}
