package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadsTest {
    private static final byte[] LARGE = new byte[EndpointSettings.LARGEST_BODY + 100_000];

    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    @BeforeEach
    void start() {
        endpoint.path(
                "/",
                request -> CompletableFuture.completedFuture(WireResponse.of(
                        200,
                        "text/plain",
                        Bytes.utf8(Integer.toString(request.body().length())))));
        endpoint.uploads("/up");
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    private HttpResponse<String> send(HttpClient.Version version, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        HttpRequest request =
                HttpRequest.newBuilder(endpoint.uri().resolve(path)).POST(body).build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Test
    void uploadIsLargerThanOtherBodies() throws Exception {
        HttpResponse<String> upload = send(HttpClient.Version.HTTP_1_1, "/up/x", BodyPublishers.ofByteArray(LARGE));
        HttpResponse<String> other = send(HttpClient.Version.HTTP_1_1, "/other", BodyPublishers.ofByteArray(LARGE));

        assertThat(upload.body()).isEqualTo(Integer.toString(LARGE.length));
        assertThat(other.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @EnumSource
    void requestsAfterAnUploadAreServed(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        for (byte[] body : new byte[][] {{1}, LARGE, {1, 2}, LARGE, {}}) {
            HttpRequest request = HttpRequest.newBuilder(endpoint.uri().resolve("/up"))
                    .POST(BodyPublishers.ofByteArray(body))
                    .build();

            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

            assertThat(answer.body()).isEqualTo(Integer.toString(body.length));
        }
    }

    @Test
    void uploadSaysItsLength() throws Exception {
        BodyPublisher chunks = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(LARGE));

        assertThat(send(HttpClient.Version.HTTP_1_1, "/up", chunks).statusCode())
                .isEqualTo(413);
    }
}
