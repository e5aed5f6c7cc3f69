package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client hears that comes before the pipeline is ready. */
class EndpointWhileStartingIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void clientsAreToldToTryAgainUntilEverythingIsThere() throws Exception {
        int port = freePort();
        Settings settings = Settings.forTests().withPorts(port, 0);
        AtomicReference<HttpResponse<String>> first = new AtomicReference<>();

        CompletableFuture<RunningPipeline> starting = CompletableFuture.supplyAsync(() -> RunningPipeline.start(
                folder, "Resources: {S: {Type: AWS::Kinesis::Stream}}", settings, new SystemTime()));
        Awaitility.await("the port is open")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    first.set(functions(port));
                    return true;
                });
        try (RunningPipeline pipeline = starting.join()) {
            HttpResponse<String> early = Objects.requireNonNull(first.get());
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.headers().firstValue("Retry-After")).isPresent();
            assertThat(early.body()).contains("The pipeline is starting");
            assertThat(functions(pipeline.emulator().endpoint().getPort()).statusCode())
                    .isEqualTo(200);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HttpResponse<String> functions(int port) throws IOException, InterruptedException {
        URI list = URI.create("http://127.0.0.1:%d/2015-03-31/functions".formatted(port));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(list).timeout(LIMIT).build(), BodyHandlers.ofString());
    }
}
