package dev.penstock.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.Streams;
import java.util.ArrayList;
import java.util.List;

/** Streams that are kept in a directory; each is one run of Penstock. */
final class Restarted implements AutoCloseable {
    final Api api;
    final Streams streams;

    Restarted(StreamPersistence persistence, Time time) {
        this(StreamSettings.defaults().withPersistence(persistence), time);
    }

    Restarted(StreamSettings settings, Time time) {
        LocalStreams local = StreamFactory.local(AwsIdentity.DEFAULT, time, settings);
        api = new Api(local.api());
        streams = local.streams();
        try {
            streams.start();
        } catch (RuntimeException refused) {
            streams.close();
            throw refused;
        }
    }

    JsonNode answer(String operation, String json) {
        Api.Answer answer = api.call(operation, json);
        if (answer.status() != 200) {
            throw new AssertionError(operation + ": " + answer.summary());
        }
        return answer.body();
    }

    /** All shards of a stream, closed ones too. */
    List<JsonNode> shards(String stream) {
        List<JsonNode> shards = new ArrayList<>();
        answer("ListShards", "{'StreamName':'%s'}".formatted(stream))
                .path("Shards")
                .forEach(shards::add);
        return shards;
    }

    /** All records of a shard, oldest first. */
    List<JsonNode> records(String stream, String shard) {
        String iterator = answer(
                        "GetShardIterator",
                        "{'StreamName':'%s','ShardId':'%s','ShardIteratorType':'TRIM_HORIZON'}"
                                .formatted(stream, shard))
                .path("ShardIterator")
                .asText();
        List<JsonNode> records = new ArrayList<>();
        int before;
        do {
            before = records.size();
            JsonNode page = answer("GetRecords", "{'ShardIterator':'%s'}".formatted(iterator));
            page.path("Records").forEach(records::add);
            iterator = page.path("NextShardIterator").asText();
        } while (records.size() > before && !iterator.isEmpty());
        return records;
    }

    @Override
    public void close() {
        streams.close();
    }
}
