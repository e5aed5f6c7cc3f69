package dev.penstock.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.analytics.Analytics;
import dev.penstock.analytics.AnalyticsFactory;
import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.launcher.cli.CommandRun;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.stream.StartingPosition;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnalyticsApiTest {
    private static final String CODE = """
            CREATE STREAM HOT (V INTEGER);
            CREATE PUMP P1 AS INSERT INTO HOT SELECT STREAM V FROM IN_001 WHERE V > 30;
            CREATE STREAM REPORT (N INTEGER);
            CREATE PUMP P2 AS INSERT INTO REPORT
              SELECT STREAM COUNT(*) FROM HOT GROUP BY FLOOR(HOT.ROWTIME TO MINUTE);
            """;

    private final TestTime time = TestTime.at("2024-01-01T00:00:00Z");
    private final Streams streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults())
            .streams();
    private final Analytics analytics = AnalyticsFactory.local(AwsIdentity.DEFAULT, time, streams);
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    @BeforeEach
    void start() {
        streams.start();
        streams.create(new StreamSpec("in", 1, StreamSpec.DEFAULT_RETENTION));
        ApplicationSpec.Input input = new ApplicationSpec.Input(
                "IN",
                "in",
                new StartingPosition.TrimHorizon(),
                "$",
                List.of(new ApplicationSpec.Column("V", "INTEGER", "$.v")));
        analytics.create(new ApplicationSpec("app", CODE, input, List.of()));
        analytics.startApplication("app");
        new AnalyticsApi(analytics, time).register(endpoint);
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.close();
        analytics.close();
        streams.close();
    }

    @Test
    void nothingHasComeIn() {
        assertThat(tail("REPORT")).startsWith("""
                        REPORT                 no rows: pump P2 got no row of HOT
                        REPORT                 no rows: pump P1 got no row of IN_001
                        REPORT                 no rows: no record has come from the input since the application was created
                        """);
    }

    @Test
    void allIsFilteredOut() {
        put("{\"v\":1}");

        assertThat(tail("HOT"))
                .startsWith("HOT                    no rows: pump P1 read 1 row and let none pass:"
                        + " its WHERE, HAVING or JOIN dropped them\n");
    }

    @Test
    void windowIsOpenThenTheRowComes() {
        time.advance(Duration.ofSeconds(50));
        put("{\"v\":31}");

        String open = tail("REPORT");
        time.advance(Duration.ofSeconds(10));

        assertThat(open)
                .startsWith(
                        "REPORT                 no rows: pump P2 holds 1 group in its tumbling window of 1m, by [0]: COUNT(*);")
                .contains("it closes at 2024-01-01T00:01:00Z, in 10000 ms\n");
        assertThat(tail("REPORT")).startsWith("REPORT                 2024-01-01T00:01:00Z  N=1\n");
    }

    @Test
    void stateOfAStreamIsThatOfAllItDependsOn() {
        time.advance(Duration.ofSeconds(50));
        put("{\"v\":31}");
        put("{\"v\":3}");

        assertThat(tail("REPORT")).endsWith("""
                        application app is RUNNING at 2024-01-01T00:00:50Z, 0 ms behind its input; 0 rows to its outputs
                          stream IN_001: 2 rows, watermark 2024-01-01T00:00:50Z
                          stream HOT: 1 row, watermark 2024-01-01T00:00:50Z
                          stream REPORT: 0 rows, no watermark yet
                          pump P1 from IN_001 into HOT: 2 rows in, 1 out, 0 failed
                          pump P2 from HOT into REPORT: 1 row in, 0 out, 0 failed
                            tumbling window of 1m, by [0]: COUNT(*): 1 of at most 1000000 groups; at the end of its 1m, \
                        which the clock or a later row brings; the next at 2024-01-01T00:01:00Z, in 10000 ms
                        """);
        assertThat(tail("HOT")).contains("stream IN_001", "pump P1").doesNotContain("REPORT");
    }

    @Test
    void recordsThatAreNoRowsAreNamed() {
        put("{");

        assertThat(tail("HOT")).contains("no record of the input became a row; 1 went to error_stream, the last: ");
        assertThat(tail("error_stream")).contains("ERROR_NAME=");
    }

    @Test
    void rowsAsJsonAndUnknownNames() {
        put("{\"v\":31}");

        assertThat(CommandRun.of("sql", "tail", "app", "HOT", "--json", "--url", url())
                        .out())
                .startsWith(
                        "{\"stream\":\"HOT\",\"row\":{\"ROWTIME\":\"2024-01-01T00:00:00Z\",\"V\":31}}\n{\"name\":\"app\",");
        assertThat(CommandRun.of("sql", "tail", "ap", "--url", url()).err())
                .isEqualTo("penstock: there is no application 'ap'; there are: app\n");
        assertThat(CommandRun.of("sql", "tail", "app", "hot", "--url", url()).err())
                .contains(
                        "has no stream hot (upper and lower case count); there are IN_001, HOT, REPORT, error_stream");
    }

    @Test
    void streamsOfTheInputAreListedWithTheirShards() throws Exception {
        divide(2, 3);

        JsonNode streams = Json.MAPPER.readTree(view("wide")).path("streams");

        assertThat(streams.get(0).path("name").asText()).isEqualTo("IN_001");
        assertThat(streams.get(0).path("shards").toString()).isEqualTo("[\"shardId-000000000000\"]");
        assertThat(streams.get(2).path("shards").toString()).isEqualTo("[]");
        assertThat(streams.get(2).path("why").get(0).asText())
                .isEqualTo("no shard is read into IN_003: the input has fewer shards than its 3 streams");
        assertThat(streams.get(3).has("shards")).isFalse();
        assertThat(tail("wide", "JOINED"))
                .contains("stream IN_001: 0 rows, no watermark yet, of shardId-000000000000\n")
                .contains("JOINED                 no rows: no record has come from a shard of IN_001 since")
                .doesNotContain("IN_003:");
        assertThat(CommandRun.of("sql", "tail", "wide", "--url", url()).out())
                .contains("stream IN_003: 0 rows, no watermark yet, of no shard\n")
                .doesNotContain("IN_001                 ");
    }

    @Test
    void brokenRecordsAreToldForTheStreamThatTheyWereFor() {
        divide(1, 2);

        putTo("wide", "{");

        assertThat(tail("wide", "IN_001"))
                .contains("no record for IN_001 became a row, see error_stream; the last: ", "IN_001: ");
        assertThat(tail("wide", "IN_002")).contains("no shard is read into IN_002");
    }

    /** An application {@code wide} over a stream of its own. */
    private void divide(int shards, int count) {
        streams.create(new StreamSpec("wide", shards, StreamSpec.DEFAULT_RETENTION));
        ApplicationSpec.Input input = new ApplicationSpec.Input(
                "IN",
                "wide",
                new StartingPosition.TrimHorizon(),
                "$",
                List.of(new ApplicationSpec.Column("V", "INTEGER", "$.v")));
        String code = "CREATE STREAM JOINED (V INTEGER);"
                + "CREATE PUMP P AS INSERT INTO JOINED SELECT STREAM V FROM IN_001 UNION ALL SELECT STREAM V FROM IN_002;";
        analytics.create(new ApplicationSpec("wide", code, input.inParallel(count), List.of()));
        analytics.startApplication("wide");
        time.settle();
    }

    private void put(String record) {
        putTo("in", record);
    }

    private void putTo(String stream, String record) {
        streams.put(stream, "key", Bytes.utf8(record)).toCompletableFuture().join();
        time.settle();
    }

    private String tail(String stream) {
        return tail("app", stream);
    }

    private String tail(String application, String stream) {
        return CommandRun.of("sql", "tail", application, stream, "--url", url()).out();
    }

    private String view(String application) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(endpoint.uri().resolve("/_penstock/analytics/" + application))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String url() {
        return endpoint.uri().toString();
    }
}
