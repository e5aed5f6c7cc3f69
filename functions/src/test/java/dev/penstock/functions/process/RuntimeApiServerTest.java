package dev.penstock.functions.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.functions.process.RuntimeApiServer.Endpoint;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.ErrorDocument;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.data.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeApiServerTest {
    private static final String RUNTIME = "/2018-06-01/runtime/";
    private static final String RESPONSE = RUNTIME + "invocation/id-1/response";
    private static final Invocation EVENT = new Invocation(
            "id-1",
            Bytes.utf8("{}"),
            Instant.parse("2026-01-01T00:00:03Z"),
            "arn",
            "{\"custom\":\n\"é\"}",
            "Root=1-5759e988-bd862e3fe1be46a994272793");

    private final RuntimeApi api = new RuntimeApi(() -> {});
    private final RuntimeApiServer server = new RuntimeApiServer();
    private final Endpoint endpoint = server.open(api);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();

    @AfterEach
    void close() {
        endpoint.close();
        server.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + endpoint.address() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> next() throws IOException, InterruptedException {
        return send(to(RUNTIME + "invocation/next"));
    }

    @Test
    void textsTravelAsUtf8OnOneLine() throws IOException, InterruptedException {
        api.submit(EVENT);

        HttpResponse<String> event = next();

        String context =
                event.headers().firstValue("lambda-runtime-client-context").orElseThrow();
        assertThat(new String(context.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .isEqualTo("{\"custom\": \"é\"}");
        assertThat(event.headers().firstValue("Lambda-Runtime-Trace-Id"))
                .contains("Root=1-5759e988-bd862e3fe1be46a994272793");
        assertThat(event.headers().firstValue("Lambda-Runtime-Cognito-Identity"))
                .isEmpty();
    }

    @Test
    void resultOverTheLimitIsRefusedAndTheNextEventComes() throws IOException, InterruptedException {
        CompletableFuture<Answer> answer = api.submit(EVENT);
        next();

        HttpResponse<String> refused = send(to(RESPONSE).POST(BodyPublishers.ofByteArray(new byte[20 * 1024 * 1024])));
        api.submit(EVENT);

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("\"errorType\":\"RequestEntityTooLarge\"");
        assertThat(answer).isCompletedWithValue(Answer.failed(ErrorDocument.resultTooLarge()));
        assertThat(next().statusCode()).isEqualTo(200);
    }

    @Test
    void resultAtTheLimitIsTaken() throws IOException, InterruptedException {
        CompletableFuture<Answer> answer = api.submit(EVENT);
        next();

        HttpResponse<String> accepted = send(to(RESPONSE)
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[ErrorDocument.MAX_RESULT_BYTES])));

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(answer.join().failed()).isFalse();
        assertThat(answer.join().payload().length()).isEqualTo(ErrorDocument.MAX_RESULT_BYTES);
    }

    private String sendRaw(String message) throws IOException {
        String[] address = endpoint.address().split(":");
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(message.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static String streamed(String trailers) {
        return "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n%s\r\n"
                .formatted(RESPONSE, trailers);
    }

    @Test
    void streamedResponseIsGathered() throws IOException, InterruptedException {
        CompletableFuture<Answer> answer = api.submit(EVENT);
        next();

        String status = sendRaw(streamed(""));

        assertThat(status).isEqualTo("HTTP/1.1 202 Accepted");
        assertThat(answer).isCompletedWithValue(Answer.returned(Bytes.utf8("onetwo")));
    }

    @Test
    void streamedResponseFailsByItsTrailers() throws IOException, InterruptedException {
        CompletableFuture<Answer> answer = api.submit(EVENT);
        next();

        sendRaw(streamed("Lambda-Runtime-Function-Error-Type: Runtime.Broken\r\n"
                + "Lambda-Runtime-Function-Error-Body: "
                + Bytes.utf8("{\"errorMessage\":\"x\"}").base64()
                + "\r\n"));

        assertThat(answer).isCompletedWithValue(Answer.failed(Bytes.utf8("{\"errorMessage\":\"x\"}")));
    }

    @Test
    void unknownResponseModeIsRefused() throws IOException, InterruptedException {
        api.submit(EVENT);
        next();

        HttpResponse<String> refused = send(to(RESPONSE)
                .header("Lambda-Runtime-Function-Response-Mode", "buffered-ish")
                .POST(BodyPublishers.ofString("1")));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("InvalidFunctionResponseMode");
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "GET, /ping, 200",
        "GET, /2018-06-01/ping, 200",
        "GET, /2018-06-01/runtime/restore/next, 404",
        "POST, /2018-06-01/runtime/restore/error, 404",
        "POST, /2020-01-01/extension/register, 404",
        "GET, /2020-01-01/extension/event/next, 404",
        "PUT, /2022-07-01/telemetry, 404",
        "DELETE, /2018-06-01/runtime/invocation/next, 404",
        "POST, /2018-06-01/runtime/invocation/id-1/other, 404"
    })
    void whatRuntimesMayAskIsAnswered(String method, String path, int status) throws IOException, InterruptedException {
        assertThat(send(to(path).method(method, BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(status);
    }

    @Test
    void eventIsNotGivenToAConnectionThatIsGone() throws IOException, InterruptedException {
        String[] address = endpoint.address().split(":");
        try (Socket gone = new Socket(address[0], Integer.parseInt(address[1]))) {
            gone.getOutputStream()
                    .write("GET %sinvocation/next HTTP/1.1\r\nHost: x\r\n\r\n"
                            .formatted(RUNTIME)
                            .getBytes(StandardCharsets.US_ASCII));
            await("the request is there")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> api.initialised().isDone());
        }
        await("the server has seen the end")
                .atMost(Duration.ofSeconds(30))
                .until(() -> endpoint.connections().isEmpty());

        api.submit(EVENT);

        assertThat(next().body()).isEqualTo("{}");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "Runtime.ImportModuleError, Runtime.ImportModuleError",
        "Function.Custom, Function.Custom",
        "x.Runtime.Known, x.Runtime.Known",
        "ValueError, Runtime.Unknown",
        "Function.lower, Function.Unknown",
        "Runtime.9, Runtime.Unknown",
        ", Runtime.Unknown"
    })
    void errorTypesAreFilteredAsAwsDoes(String given, String accepted) {
        assertThat(RuntimeApi.errorType(given)).isEqualTo(accepted);
    }
}
