package dev.penstock.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.SystemTime;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TableStreamsIT {
    private static final TableSpec.Key ID = new TableSpec.Key("id", "S");
    private static final SystemTime TIME = new SystemTime();
    private static final Tables TABLES = StoreFactory.local(new StoreSettings(LocalFolder.PATH), TIME);

    @BeforeAll
    static void start() {
        TABLES.start();
    }

    @AfterAll
    static void close() {
        TABLES.close();
        TIME.close();
    }

    @Test
    void tableWithAStreamTellsItsChanges() throws Exception {
        TABLES.create(new TableSpec("told", ID, null, 0, 0).withStream(TableSpec.StreamView.NEW_IMAGE));
        TABLES.put("told", Map.of("id", "k1")).toCompletableFuture().get(30, TimeUnit.SECONDS);

        JsonNode records = records(TABLES.streamArn("told").orElseThrow());

        assertThat(records).hasSize(1);
        assertThat(records.get(0).path("eventName").asText()).isEqualTo("INSERT");
        assertThat(records.get(0).at("/dynamodb/NewImage/id/S").asText()).isEqualTo("k1");
        assertThat(records.get(0).at("/dynamodb/StreamViewType").asText()).isEqualTo("NEW_IMAGE");
    }

    @Test
    void tableWithoutAStreamHasNoStreamArn() {
        TABLES.create(new TableSpec("untold", ID, null, 0, 0));

        assertThat(TABLES.streamArn("untold")).isEmpty();
    }

    @Test
    void refusalsBearTheirCode() {
        ObjectNode input = Json.MAPPER
                .createObjectNode()
                .put("StreamArn", "arn:aws:dynamodb:ddblocal:000000000000:table/none/stream/2026-01-01T00:00:00.000");

        assertThatThrownBy(() -> TABLES.askStreams("DescribeStream", input)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        AwsException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("ResourceNotFoundException"));
    }

    @Test
    void tableThatExistsWithAnotherStreamIsRefused() {
        TABLES.create(new TableSpec("other", ID, null, 0, 0));

        TableSpec asked = new TableSpec("other", ID, null, 0, 0).withStream(TableSpec.StreamView.KEYS_ONLY);
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> TABLES.create(asked))
                .withMessageContaining("without a stream")
                .withMessageContaining("KEYS_ONLY");
    }

    private static JsonNode records(String stream) throws Exception {
        ObjectNode input = Json.MAPPER.createObjectNode().put("StreamArn", stream);
        JsonNode shards = ask("DescribeStream", input).at("/StreamDescription/Shards");
        input.put("ShardId", shards.get(0).path("ShardId").asText()).put("ShardIteratorType", "TRIM_HORIZON");
        JsonNode iterator = ask("GetShardIterator", input).path("ShardIterator");
        return ask("GetRecords", Json.MAPPER.createObjectNode().set("ShardIterator", iterator))
                .path("Records");
    }

    private static JsonNode ask(String operation, JsonNode input) throws Exception {
        return TABLES.askStreams(operation, input).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
