package dev.penstock.functions.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.runtime.Answer;
import dev.penstock.functions.runtime.EnvironmentSpec;
import dev.penstock.functions.runtime.InitFailure;
import dev.penstock.functions.runtime.Invocation;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program that asks for its first event before the call that started it has returned, as one in C or Go does. */
@Timeout(180)
class FastProgramTest {
    private static final Invocation EVENT =
            new Invocation("id-1", Bytes.utf8("{}"), Instant.parse("2026-01-01T00:00:03Z"), "arn", null, null);

    @TempDir
    private Path folder;

    private final SystemTime time = new SystemTime();
    private final RuntimeApiServer server = new RuntimeApiServer();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<Void> listening = new CompletableFuture<>();
    private final CompletableFuture<HttpResponse<String>> posted = new CompletableFuture<>();

    @AfterEach
    void close() {
        server.close();
        time.close();
    }

    @Test
    void firstEventReachesProgramThatAskedBeforeItsStartWasOver() throws Exception {
        ProcessEnvironment environment =
                ProcessEnvironment.start(spec(), new Sleeping(), server, time, this::startAndAskAtOnce);

        CompletableFuture<Answer> answer = environment.ready().thenCompose(ready -> environment.invoke(EVENT));
        listening.complete(null);

        assertThat(answer.get(60, TimeUnit.SECONDS).payload().utf8()).isEqualTo("\"in time\"");
        assertThat(posted.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
        environment.kill();
    }

    private LaunchedProcess startAndAskAtOnce(Command command, Path root, String address, String name)
            throws IOException {
        LaunchedProcess started = LaunchedProcess.start(command, root, address, name);
        String api = "http://%s/2018-06-01/runtime/invocation/".formatted(address);
        listening.join();
        CompletableFuture<?> seen = CompletableFuture.anyOf(ask(api), ask(api));
        assertThat(seen.join()).isEqualTo(403); // the other took its place: the API has seen both
        return started;
    }

    /** The status of the answer; an event is answered. */
    private CompletableFuture<Integer> ask(String api) {
        return client.sendAsync(to(api + "next").build(), BodyHandlers.ofString())
                .thenApply(event -> {
                    if (event.statusCode() == 200) {
                        post(api);
                    }
                    return event.statusCode();
                });
    }

    private void post(String api) {
        HttpRequest answer = to(api + "id-1/response")
                .POST(BodyPublishers.ofString("\"in time\""))
                .build();
        client.sendAsync(answer, BodyHandlers.ofString()).thenAccept(posted::complete);
    }

    private static HttpRequest.Builder to(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(60));
    }

    private EnvironmentSpec spec() {
        FunctionSpec function =
                new FunctionSpec("fast", "provided.al2023", "none", folder, Duration.ofSeconds(30), 128, Map.of());
        return new EnvironmentSpec(function, folder, List.of(), "$LATEST", Map.of(), "arn", "stream", line -> {}, 0);
    }

    private record Sleeping() implements Language {
        @Override
        public boolean supports(String runtime) {
            return true;
        }

        @Override
        public Command command(EnvironmentSpec spec) throws InitFailure {
            return new Command(List.of("sleep", "300"), Map.of("PATH", "/usr/bin:/bin"), false, false, 0);
        }
    }
}
