package dev.penstock.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.platform.wire.WireResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EsmTimelineCommandTest {
    private static final String SUMMARY = """
            "uuid":"u-1","functionArn":"arn:aws:lambda:us-east-1:000000000000:function:f",\
            "eventSourceArn":"arn:aws:kinesis:us-east-1:000000000000:stream/s","state":"Enabled",\
            "lastProcessingResult":"PROBLEM: Function call failed"\
            """;
    private static final String TIMELINE = "{" + SUMMARY
            + ",\"why\":[\"It is blocked.\"],\"shards\":[{\"shardId\":\"shardId-0\",\"checkpoint\":null,"
            + "\"millisBehindLatest\":7,\"events\":[{\"at\":\"2026-01-01T00:00:00Z\",\"kind\":\"FAILED\",\"lane\":0,"
            + "\"records\":2,\"first\":\"16\",\"last\":\"17\",\"attempt\":3,\"detail\":\"Boom\"}]}]}";

    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private URI url = URI.create("http://127.0.0.1");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() {
        endpoint.path(
                "/_penstock/esm",
                request -> CompletableFuture.completedFuture(WireResponse.json(
                        200, request.path().endsWith("/u-1/timeline") ? TIMELINE : "[{" + SUMMARY + "}]")));
        endpoint.start();
        url = endpoint.uri();
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void timelineIsTextForPeople() {
        int code = run("f");

        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "arn:aws:kinesis:us-east-1:000000000000:stream/s -> arn:aws:lambda:us-east-1:000000000000:function:f",
                        "  u-1  Enabled, last result: PROBLEM: Function call failed",
                        "  - It is blocked.",
                        "  shardId-0: dealt with up to the beginning, 7 ms behind",
                        "    2026-01-01T00:00:00Z FAILED 2 records 16..17, lane 0, attempt 3: Boom");
    }

    @Test
    void documentIsPrintedWithJson() {
        int code = run("u-1", "--json");

        assertThat(code).isZero();
        assertThat(out.toString()).isEqualTo(TIMELINE + "\n");
    }

    @Test
    void unknownFunctionIsWrongInput() {
        int code = run("other");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("no event source mapping 'other'");
    }

    @Test
    void pipelineThatDoesNotAnswerIsWrongInput() {
        endpoint.close();

        int code = run();

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("penstock up", "--url");
    }

    private int run(String... arguments) {
        CommandLine command = PenstockCommand.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 4];
        all[0] = "esm";
        all[1] = "timeline";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[all.length - 2] = "--url";
        all[all.length - 1] = url.toString();
        return command.execute(all);
    }
}
