package dev.penstock.launcher.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says why devices were refused, or what policies would say to one. */
@Command(
        name = "explain",
        description = {
            "Show why devices were refused: the statements of their policies, and what to do next.",
            "With --action: what policies would say now."
        },
        mixinStandardHelpOptions = true)
final class PoliciesExplainCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;

    @Option(names = "--client-id", description = "Only this client")
    private String clientId = "";

    @Option(names = "--topic", description = "Only this topic or filter")
    private String topic = "";

    @Option(names = "--action", description = "Connect, Publish, Subscribe, Receive, RetainPublish, ...")
    private String action = "";

    @Option(
            names = "--principal",
            description = "Certificate, by id or ARN. Default: that of the thing named as the client")
    private String principal = "";

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:4566",
            description = "AWS endpoint of the pipeline. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:4566");

    @Option(names = "--json", description = "Print the document")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        StringBuilder query = new StringBuilder();
        add(query, "clientId", clientId);
        add(query, action.isEmpty() ? "topic" : "name", topic);
        add(query, "action", action);
        add(query, "principal", principal);
        HttpResponse<String> answer = ask(query.toString());
        if (answer.statusCode() != OK) {
            throw new UserException(answer.body().strip());
        }
        spec.commandLine().getOut().print(answer.body());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private static void add(StringBuilder query, String name, String value) {
        if (!value.isEmpty()) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private HttpResponse<String> ask(String query) {
        try {
            HttpRequest request = HttpRequest.newBuilder(url.resolve("/_penstock/explain/policies" + query))
                    .timeout(LIMIT)
                    .header("Accept", json ? "application/json" : "text/plain")
                    .build();
            return HttpClient.newBuilder()
                    .connectTimeout(LIMIT)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | IllegalArgumentException unreachable) {
            throw new UserException(
                    "no pipeline answers at %s (%s); start one with 'penstock up', or give its address with --url"
                            .formatted(url, unreachable));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserException("interrupted");
        }
    }
}
