package dev.penstock.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.launcher.settings.Settings;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.StreamSpec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults are set over HTTP on the endpoint that clients use, and streams of the settings are there from the start. */
class StreamFaultsIT {
    @TempDir
    Path directory;

    @Test
    void faultSetOverHttpHitsTheNextPutOverHttp() throws Exception {
        Settings settings = Settings.forTests();
        settings = settings.withStreams(
                settings.streams().withInitialize(List.of(new StreamSpec("orders", 1, StreamSpec.DEFAULT_RETENTION))));
        try (RunningPipeline pipeline = RunningPipeline.start(
                directory,
                "Resources: {Other: {Type: 'AWS::Kinesis::Stream', Properties: {Name: other, ShardCount: 1}}}",
                settings,
                new SystemTime())) {
            URI endpoint = pipeline.emulator().endpoint();

            HttpResponse<String> added =
                    post(endpoint.resolve("/_penstock/stream/faults"), "", "{\"fault\": \"failEntry\", \"nth\": 1}");
            String put = "{\"StreamName\": \"orders\", \"PartitionKey\": \"k\", \"Data\": \"eA==\"}";
            HttpResponse<String> failed = post(endpoint, "Kinesis_20131202.PutRecord", put);
            HttpResponse<String> stored = post(endpoint, "Kinesis_20131202.PutRecord", put);

            assertThat(added.statusCode()).isEqualTo(201);
            assertThat(failed.statusCode()).isEqualTo(400);
            assertThat(failed.body()).contains("ProvisionedThroughputExceededException");
            assertThat(stored.statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> post(URI uri, String target, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!target.isEmpty()) {
            request.header("X-Amz-Target", target);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
