package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.time.Time;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

        try (HeldTime time = new HeldTime(port)) {
            CompletableFuture<RunningPipeline> starting = CompletableFuture.supplyAsync(() ->
                    RunningPipeline.start(folder, "Resources: {S: {Type: AWS::Kinesis::Stream}}", settings, time));
            Awaitility.await("the port is open")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        first.set(functions(port));
                        return true;
                    });
            time.goOn();
            try (RunningPipeline pipeline = starting.join()) {
                HttpResponse<String> early = Objects.requireNonNull(first.get());
                assertThat(early.statusCode()).isEqualTo(503);
                assertThat(early.headers().firstValue("Retry-After")).isPresent();
                assertThat(early.body()).contains("The pipeline is starting");
                assertThat(functions(pipeline.emulator().endpoint().getPort()).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    /** Outside the range of ports that systems give to whoever wants any: nobody takes it before the pipeline does. */
    private static int freePort() throws IOException {
        int port = 20_000 + (int) (ProcessHandle.current().pid() % 5_000);
        while (true) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                port++;
            }
        }
    }

    /**
     * A clock that holds whoever asks it once the port is open, so that the start does not end before a client came; but not
     * the endpoint, which dates its answers.
     */
    private static final class HeldTime implements Time, AutoCloseable {
        private final SystemTime real = new SystemTime();
        private final CountDownLatch held = new CountDownLatch(1);
        private final int port;

        HeldTime(int port) {
            this.port = port;
        }

        void goOn() {
            held.countDown();
        }

        private SystemTime real() {
            boolean answers = Thread.currentThread().getName().startsWith("penstock-endpoint");
            if (!answers && held.getCount() > 0 && isOpen()) {
                try {
                    held.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            }
            return real;
        }

        private boolean isOpen() {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return probe.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        }

        @Override
        public Instant now() {
            return real().now();
        }

        @Override
        public long millis() {
            return real().millis();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return real().schedule(delay, task);
        }

        @Override
        public InFlight inFlight() {
            return real.inFlight();
        }

        @Override
        public void close() {
            goOn();
            real.close();
        }
    }

    private static HttpResponse<String> functions(int port) throws IOException, InterruptedException {
        URI list = URI.create("http://127.0.0.1:%d/2015-03-31/functions".formatted(port));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(list).timeout(LIMIT).build(), BodyHandlers.ofString());
    }
}
