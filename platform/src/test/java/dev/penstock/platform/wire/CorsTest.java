package dev.penstock.platform.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorsTest {
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    @BeforeEach
    void start() {
        endpoint.register(new AwsJsonService("Kinesis_20131202")
                .operation("ListStreams", Operation.immediate(input -> out -> out.bool("HasMoreStreams", false)))
                .exact("application/x-amz-json-1.1"));
        endpoint.path("/_penstock/", request -> CompletableFuture.completedFuture(WireResponse.json(200, "{}")));
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void everythingABrowserAsksForIsAllowed() throws IOException {
        String answer = send(
                "OPTIONS / HTTP/1.1",
                "Origin: whatever",
                "Access-Control-Request-Headers: a, b, c",
                "Access-Control-Request-Method: d");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("access-control-allow-origin: *\r\n")
                .containsIgnoringCase("access-control-allow-headers: a, b, c\r\n")
                .containsIgnoringCase("access-control-allow-methods: d\r\n")
                .containsIgnoringCase("access-control-max-age: 172800\r\n")
                .containsIgnoringCase("content-length: 0\r\n")
                .containsIgnoringCase("x-amzn-requestid: ")
                .doesNotContainIgnoringCase("x-amz-id-2")
                .doesNotContainIgnoringCase("content-type");
    }

    @Test
    void answerToAPageMayBeSeenByIt() throws IOException {
        String answer = send(
                "POST / HTTP/1.1",
                "Origin: whatever",
                "Content-Length: 2",
                "Content-Type: application/x-amz-json-1.1",
                "X-Amz-Target: Kinesis_20131202.ListStreams",
                "",
                "{}");

        assertThat(answer)
                .startsWith("HTTP/1.1 200 ")
                .endsWith("{\"HasMoreStreams\":false}")
                .containsIgnoringCase("access-control-allow-origin: *\r\n")
                .containsIgnoringCase("access-control-expose-headers: x-amzn-RequestId,x-amzn-ErrorType,"
                        + "x-amz-request-id,x-amz-id-2,x-amzn-ErrorMessage,Date\r\n");
    }

    @Test
    void refusalMayBeSeenToo() throws IOException {
        assertThat(send("GET / HTTP/1.1", "Origin: whatever"))
                .startsWith("HTTP/1.1 403 ")
                .contains("<AccessDeniedException>")
                .containsIgnoringCase("access-control-allow-origin: *\r\n");
    }

    @Test
    void ourOwnPathsAreNotForPagesOfOthers() throws IOException {
        assertThat(send("GET /_penstock/rules HTTP/1.1", "Origin: whatever"))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContainIgnoringCase("access-control");
    }

    private String send(String... lines) throws IOException {
        String request = String.join("\r\n", lines) + (lines[lines.length - 1].equals("{}") ? "" : "\r\n\r\n");
        try (RawConnection connection = new RawConnection(endpoint.port()).send(request)) {
            return connection.answer();
        }
    }
}
