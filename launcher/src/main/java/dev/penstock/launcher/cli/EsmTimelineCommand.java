package dev.penstock.launcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why a function is called by its stream, or not. */
@Command(
        name = "timeline",
        description = "Show why functions are called by their streams, or not: state, position and last batches.",
        mixinStandardHelpOptions = true)
final class EsmTimelineCommand implements Callable<Integer> {
    private static final long FOLLOW_MILLIS = 500;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "UUID|FUNCTION",
            description = "One mapping, or those of one function. Default: all")
    private String asked = "";

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:4566",
            description = "AWS endpoint of the pipeline. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:4566");

    @Option(names = "--json", description = "Print the documents of GET /_penstock/esm/<uuid>/timeline")
    private boolean json;

    @Option(names = "--follow", description = "Go on with what happens, until Ctrl-C")
    private boolean follow;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        EsmClient client = new EsmClient(url);
        PrintWriter out = spec.commandLine().getOut();
        Set<String> printed = new HashSet<>();
        List<JsonNode> timelines = timelines(client);
        for (JsonNode timeline : timelines) {
            out.print(json ? timeline + "\n" : EsmText.of(timeline));
            printed.addAll(EsmText.events(timeline));
        }
        out.flush();
        if (follow) {
            ShutdownSignal signal = ShutdownSignal.install();
            while (!signal.await(FOLLOW_MILLIS)) {
                printed = printNew(timelines(client), printed, out);
            }
            signal.cleaned(0);
        }
        return 0;
    }

    /** @return all events there are now: what was printed before and is gone need not be remembered */
    private Set<String> printNew(List<JsonNode> timelines, Set<String> printed, PrintWriter out) {
        Set<String> now = new HashSet<>();
        for (JsonNode timeline : timelines) {
            for (String event : EsmText.events(timeline)) {
                now.add(event);
                if (!printed.contains(event)) {
                    out.println(event);
                }
            }
        }
        out.flush();
        return now;
    }

    private List<JsonNode> timelines(EsmClient client) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode mapping : client.mappings()) {
            String id = mapping.path("uuid").asText();
            if (asked.isEmpty()
                    || asked.equals(id)
                    || isOf(mapping.path("functionArn").asText())) {
                client.timeline(id).ifPresent(found::add);
            }
        }
        if (found.isEmpty()) {
            throw new UserException(
                    asked.isEmpty()
                            ? "the pipeline at %s has no event source mapping".formatted(url)
                            : "the pipeline at %s has no event source mapping '%s', nor one of a function of that name; leave it out to see all"
                                    .formatted(url, asked));
        }
        return found;
    }

    /** By name, ARN, or either with a version or alias. */
    private boolean isOf(String functionArn) {
        String name = functionArn.substring(functionArn.indexOf(":function:") + ":function:".length());
        int qualifier = name.indexOf(':');
        return asked.equals(functionArn)
                || asked.equals(name)
                || (qualifier > 0 && asked.equals(name.substring(0, qualifier)));
    }
}
