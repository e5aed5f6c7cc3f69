package dev.penstock.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.SystemTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the rows of an application in a running pipeline, and when there are none, why. */
@Command(
        name = "tail",
        description = {
            "Show the newest rows of a running application's streams, and why a stream has none.",
            "A stream keeps its newest 100 rows for this view."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:well", "2:wrong use, or no pipeline or application there"},
        mixinStandardHelpOptions = true)
final class SqlTailCommand implements Callable<Integer> {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    @Parameters(index = "0", paramLabel = "APPLICATION", description = "Its name")
    private String application = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STREAM",
            description = "In-application stream, upper and lower case count. Default: all but the input")
    private @Nullable String stream;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:4566", description = "Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:4566");

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new rows until Ctrl-C")
    private boolean follow;

    @Option(names = "--json", description = "Print each row as a JSON object with its stream")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter screen = spec.commandLine().getOut();
        TailReport report = new TailReport(screen, json, stream);
        try (SystemTime time = new SystemTime()) {
            do {
                report.show(view());
                screen.flush();
            } while (follow && tick(time));
        }
        return 0;
    }

    private static boolean tick(SystemTime time) throws InterruptedException {
        CountDownLatch next = new CountDownLatch(1);
        time.schedule(TICK, next::countDown);
        next.await();
        return true;
    }

    private JsonNode view() throws InterruptedException {
        String name = URLEncoder.encode(application, StandardCharsets.UTF_8).replace("+", "%20");
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/_penstock/analytics/" + name))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode document = Json.MAPPER.readTree(answer.body());
            if (answer.statusCode() != OK) {
                throw new UserException(document.path("message").asText(answer.body()));
            }
            return document;
        } catch (IOException unreachable) {
            throw new UserException("no pipeline answers at %s (%s); start one with 'up', or name its endpoint with --url"
                    .formatted(url, unreachable));
        }
    }
}
