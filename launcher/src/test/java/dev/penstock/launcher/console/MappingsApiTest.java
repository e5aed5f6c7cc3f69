package dev.penstock.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMapping.Counters;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.EventSourceMappings;
import dev.penstock.functions.MappingTimeline.Event;
import dev.penstock.functions.MappingTimeline.Kind;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.AwsEndpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappingsApiTest {
    private static final FixedMapping MAPPING = FixedMapping.enabled(
            new Counters(2, 2, 0, 0, 1, 0, 0),
            FixedMapping.idle(),
            new Event(1_500, Kind.DELIVERED, 0, 2, "16", "17", 1, ""));

    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);

    @BeforeEach
    void start() {
        new MappingsApi(new OneMapping()).register(endpoint);
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    @Test
    void mappingsAreListedWithStateAndCounters() throws Exception {
        JsonNode all = Json.MAPPER.readTree(get("/_penstock/esm").body());

        assertThat(all).hasSize(1);
        assertThat(all.get(0).path("uuid").asText()).isEqualTo(FixedMapping.ID);
        assertThat(all.get(0).path("state").asText()).isEqualTo("Enabled");
        assertThat(all.get(0).at("/counters/recordsDelivered").asInt()).isEqualTo(2);
    }

    @Test
    void timelineHasShardsLanesEventsAndWords() throws Exception {
        JsonNode timeline = Json.MAPPER.readTree(
                get("/_penstock/esm/" + FixedMapping.ID + "/timeline").body());

        assertThat(timeline.path("why")).isNotEmpty();
        assertThat(timeline.at("/shards/0/shardId").asText()).isEqualTo("shardId-000000000000");
        assertThat(timeline.at("/shards/0/lanes/0/state").asText()).isEqualTo("GATHERING");
        assertThat(timeline.at("/shards/0/events/0").toString())
                .isEqualTo("{\"at\":\"1970-01-01T00:00:01.500Z\",\"kind\":\"DELIVERED\",\"lane\":0,\"records\":2,"
                        + "\"first\":\"16\",\"last\":\"17\",\"attempt\":1,\"detail\":\"\"}");
    }

    @Test
    void unknownMappingIsSaid() {
        HttpResponse<String> answer = get("/_penstock/esm/other/timeline");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("GET /_penstock/esm lists them");
    }

    private HttpResponse<String> get(String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(endpoint.uri().resolve(path)).build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static final class OneMapping implements EventSourceMappings {
        @Override
        public EventSourceMapping get(String id) {
            if (!id.equals(FixedMapping.ID)) {
                throw new AwsException("ResourceNotFoundException", 404, "");
            }
            return MAPPING;
        }

        @Override
        public List<EventSourceMapping> all() {
            return List.of(MAPPING);
        }

        @Override
        public EventSourceMapping create(EventSourceMappingSpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EventSourceMapping update(String id, UnaryOperator<EventSourceMappingSpec> change) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EventSourceMapping delete(String id) {
            throw new UnsupportedOperationException();
        }
    }
}
