package dev.penstock.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.rules.Sinks;
import dev.penstock.rules.sink.InMemorySinks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SinksApiTest {
    private static final String QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/q";

    private final Sinks sinks = new InMemorySinks(10_000, 10);
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    @BeforeEach
    void start() {
        new SinksApi(sinks).register(endpoint);
        endpoint.start();
        sinks.add("sqs", QUEUE, List.of(entry(Bytes.utf8("hot"))));
        sinks.add("s3", "bucket", List.of(entry(Bytes.wrap(new byte[] {(byte) 0xff}))));
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void targetsAreListed() {
        assertThat(send("GET", "/_penstock/sinks").body())
                .contains("{\"kind\":\"s3\",\"target\":\"bucket\",\"entries\":1,\"bytes\":")
                .contains("{\"kind\":\"sqs\",\"target\":\"" + QUEUE + "\"");
    }

    @Test
    void entriesOfATargetAreReadWithSlashesAndAll() {
        String expected = "[{\"time\":\"1970-01-01T00:00:00Z\",\"rule\":\"r\",\"messageId\":\"m\","
                + "\"fields\":{\"key\":\"k\"},\"body\":\"hot\"}]\n";

        assertThat(send("GET", "/_penstock/sinks/sqs/" + QUEUE).body()).isEqualTo(expected);
        assertThat(send("GET", "/_penstock/sinks/sqs/" + QUEUE.replace("/", "%2F"))
                        .body())
                .isEqualTo(expected);
        assertThat(send("GET", "/_penstock/sinks/s3/bucket").body()).contains("\"bodyBase64\":\"/w==\"");
    }

    @Test
    void oneTargetOrAllAreForgotten() {
        assertThat(send("DELETE", "/_penstock/sinks/s3/bucket").statusCode()).isEqualTo(200);
        assertThat(sinks.targets()).extracting(Sinks.Target::kind).containsExactly("sqs");

        assertThat(send("DELETE", "/_penstock/sinks").statusCode()).isEqualTo(200);
        assertThat(sinks.targets()).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThat(send("GET", "/_penstock/sinks/s3/other").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/_penstock/sinks/s3").body()).contains("a sink is /_penstock/sinks/<kind>/<target>");
        assertThat(send("POST", "/_penstock/sinks").statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> send(String method, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(endpoint.uri() + path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }

    private static Sinks.Entry entry(Bytes body) {
        return new Sinks.Entry(Instant.EPOCH, "r", "m", Map.of("key", "k"), body);
    }
}
