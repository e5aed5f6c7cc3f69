package dev.penstock.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.data.Json;
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
            "Show the newest rows of an application's streams in a running pipeline, and why a stream has none;",
            "then its streams with their watermarks, its pumps with rows in and out, and what its windows hold",
            "and when they close. A stream keeps its newest 100 rows for this view."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:well", "2:wrong use, or no pipeline or application there"},
        mixinStandardHelpOptions = true)
final class SqlTailCommand implements Callable<Integer> {
    private static final long FOLLOW_MILLIS = 500;

    /** After so many views without a row the state is told again. */
    private static final int QUIET_VIEWS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int OK = 200;

    @Parameters(index = "0", paramLabel = "APPLICATION", description = "Its name")
    private String application = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "STREAM",
            description = "In-application stream, upper and lower case count. Default: all but the input's")
    private @Nullable String stream;

    @Option(names = "--url", defaultValue = "http://127.0.0.1:4566", description = "Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:4566");

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new rows until Ctrl-C; when none come, with the state whenever it has changed")
    private boolean follow;

    @Option(names = "--json", description = "Print each row as a JSON object with its stream, and the state as one")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter screen = spec.commandLine().getOut();
        TailReport report = new TailReport(screen, json, stream);
        JsonNode first = view();
        report.show(first);
        String told = state(first, screen, "");
        if (follow) {
            ShutdownSignal signal = ShutdownSignal.install();
            int quiet = 0;
            while (!signal.await(FOLLOW_MILLIS)) {
                JsonNode view = view();
                quiet = report.show(view) ? 0 : quiet + 1;
                if (quiet > 0 && quiet % QUIET_VIEWS == 0) {
                    told = state(view, screen, told);
                }
                screen.flush();
            }
            signal.cleaned(0);
        }
        return 0;
    }

    /** @return what was told; the same is not told twice */
    private String state(JsonNode view, PrintWriter screen, String told) {
        TailState state = new TailState(view, stream);
        if (!state.key().equals(told)) {
            screen.print(json ? state.json() + "\n" : state.text());
            screen.flush();
        }
        return state.key();
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
            throw new UserException(
                    "no pipeline answers at %s (%s); start one with 'up', or name its endpoint with --url"
                            .formatted(url, unreachable));
        }
    }
}
