package dev.penstock.launcher.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.platform.data.Json;
import java.time.Instant;

/** The JSON form of an event source mapping. Instants are ISO-8601 in UTC; what is absent is null. */
final class MappingDocument {
    private static final String RECORDS = "records";
    private static final String ATTEMPT = "attempt";

    private MappingDocument() {}

    static ObjectNode summary(EventSourceMapping mapping) {
        ObjectNode document = Json.MAPPER
                .createObjectNode()
                .put("uuid", mapping.id())
                .put("functionArn", mapping.functionArn())
                .put("eventSourceArn", mapping.spec().source())
                .put("state", mapping.state())
                .put("lastProcessingResult", mapping.lastProcessingResult());
        document.set("counters", Json.MAPPER.valueToTree(mapping.counters()));
        return document;
    }

    static ObjectNode timeline(EventSourceMapping mapping) {
        MappingTimeline timeline = mapping.timeline();
        ObjectNode document = summary(mapping);
        ArrayNode why = document.putArray("why");
        Diagnosis.of(mapping, timeline).forEach(why::add);
        ArrayNode shards = document.putArray("shards");
        timeline.shards().forEach(shard -> add(shard, shards.addObject()));
        return document;
    }

    private static void add(MappingTimeline.Shard shard, ObjectNode target) {
        target.put("shardId", shard.shardId())
                .put("checkpoint", shard.checkpoint())
                .put("millisBehindLatest", shard.millisBehindLatest())
                .put("unfinished", shard.unfinished())
                .put("filtered", shard.filtered());
        ArrayNode lanes = target.putArray("lanes");
        shard.lanes().forEach(lane -> add(lane, lanes.addObject()));
        ArrayNode events = target.putArray("events");
        shard.events().forEach(event -> add(event, events.addObject()));
    }

    private static void add(MappingTimeline.Lane lane, ObjectNode target) {
        Long until = lane.until();
        target.put("lane", lane.number())
                .put("state", lane.state().name())
                .put(RECORDS, lane.records())
                .put("firstSequenceNumber", lane.firstSequenceNumber())
                .put(ATTEMPT, lane.attempt())
                .put("until", until == null ? null : instant(until))
                .put("lastError", lane.lastError());
    }

    private static void add(MappingTimeline.Event event, ObjectNode target) {
        target.put("at", instant(event.atMillis()))
                .put("kind", event.kind().name())
                .put("lane", event.lane())
                .put(RECORDS, event.records())
                .put("first", event.first())
                .put("last", event.last())
                .put(ATTEMPT, event.attempt())
                .put("detail", event.detail());
    }

    static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
