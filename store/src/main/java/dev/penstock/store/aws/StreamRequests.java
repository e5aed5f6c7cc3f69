package dev.penstock.store.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * DynamoDB Streams in its own JSON, which is nearly that of the events that functions get: the SDK's typed client would
 * take it apart only for it to be put together again. Signed by the SDK. No attempt is repeated here: who polls does so.
 */
final class StreamRequests implements AutoCloseable {
    private static final String HOP = "store-streams";
    private static final String TARGET = "DynamoDBStreams_20120810.";
    private static final int OK = 200;

    private final URI endpoint;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final RequestThreads requests;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final SdkHttpClient http = UrlConnectionHttpClient.create();

    StreamRequests(URI endpoint, Region region, AwsCredentialsProvider credentials, Time time) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials;
        requests = new RequestThreads(time.inFlight().gauge(HOP));
    }

    CompletionStage<JsonNode> ask(String operation, JsonNode input) {
        return requests.run(() -> {
            try {
                return call(operation, Json.MAPPER.writeValueAsBytes(input));
            } catch (IOException | UncheckedIOException | SdkClientException failure) {
                throw new AwsException(
                        "ServiceUnavailable",
                        503,
                        "DynamoDB Streams at %s cannot be reached: %s".formatted(endpoint, failure.getMessage()));
            }
        });
    }

    private JsonNode call(String operation, byte[] input) throws IOException {
        SignedRequest signed = sign(operation, input);
        HttpExecuteRequest request = HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElseThrow())
                .build();
        HttpExecuteResponse response = http.prepareRequest(request).call();
        byte[] body = new byte[0];
        if (response.responseBody().isPresent()) {
            try (InputStream stream = response.responseBody().get()) {
                body = stream.readAllBytes();
            }
        }
        int status = response.httpResponse().statusCode();
        if (status == OK) {
            return Json.MAPPER.readTree(body);
        }
        throw refusal(status, body);
    }

    private SignedRequest sign(String operation, byte[] input) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .putHeader("X-Amz-Target", TARGET + operation)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("Content-Length", String.valueOf(input.length))
                .build();
        return signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(input))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
    }

    /** {@code {"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","Message":"..."}}. */
    private static AwsException refusal(int status, byte[] body) {
        try {
            JsonNode error = Json.MAPPER.readTree(body);
            String type = error.path("__type").asText("");
            String message =
                    error.path(error.has("Message") ? "Message" : "message").asText("");
            if (!type.isEmpty()) {
                return new AwsException(type.substring(type.indexOf('#') + 1), status, message);
            }
        } catch (IOException notJson) {
            // Some proxy on the way; its status says more than its page.
        }
        return new AwsException("InternalServerError", status, "DynamoDB Streams answered with status " + status);
    }

    /** Fails what waits and interrupts what runs. */
    @Override
    public void close() {
        requests.close();
        http.close();
    }
}
