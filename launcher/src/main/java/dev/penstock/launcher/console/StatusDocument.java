package dev.penstock.launcher.console;

import dev.penstock.launcher.PipelineStatus;
import dev.penstock.stream.StreamSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON form of a {@link PipelineStatus}: hop by hop, in the order of the data path. */
final class StatusDocument {
    private StatusDocument() {}

    static Map<String, Object> of(PipelineStatus status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("broker", status.broker());
        status.mirror().ifPresent(mirror -> document.put("mirror", mirror));
        document.put("rules", status.rules());
        document.put(
                "streams", status.streams().stream().map(StatusDocument::stream).toList());
        document.put("eventSourceMappings", status.mappings());
        document.put("storeCalls", status.storeCalls());
        document.put("analytics", List.copyOf(status.analytics()));
        document.put("logs", status.logs());
        document.put("metrics", status.metrics());
        document.put("inFlight", status.inFlight());
        return document;
    }

    private static Map<String, Object> stream(StreamSummary summary) {
        Map<String, Object> stream = new LinkedHashMap<>();
        stream.put("name", summary.name());
        stream.put("arn", summary.arn());
        stream.put("openShards", summary.openShards());
        stream.put("retentionHours", summary.retention().toHours());
        stream.put("records", summary.records());
        stream.put("heldBytes", summary.heldBytes());
        return stream;
    }
}
