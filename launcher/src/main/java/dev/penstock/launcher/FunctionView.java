package dev.penstock.launcher;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.FunctionReference;
import dev.penstock.functions.Functions;
import dev.penstock.functions.InvocationResult;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Functions and mappings as the test kit sees them: JDK types only. */
final class FunctionView {

    private FunctionView() {}

    static Map<String, Object> invoke(Functions functions, String function, byte[] event) {
        InvocationResult result;
        try {
            result = functions
                    .invoke(function, Bytes.copyOf(event))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof AwsException refused) {
                throw refused;
            }
            throw failure;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("payload", result.payload().toArray());
        if (result.functionError() != null) {
            answer.put("error", result.functionError());
        }
        return answer;
    }

    static List<Map<String, Object>> mappings(Functions functions, String function) {
        return functions.mappings().all().stream()
                .filter(mapping -> FunctionReference.parse(mapping.spec().function())
                        .name()
                        .equals(FunctionReference.parse(function).name()))
                .map(FunctionView::fields)
                .toList();
    }

    private static Map<String, Object> fields(EventSourceMapping mapping) {
        EventSourceMapping.Counters counters = mapping.counters();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", mapping.id());
        fields.put("source", mapping.spec().source());
        fields.put("state", mapping.state());
        fields.put("result", mapping.lastProcessingResult());
        fields.put("recordsRead", counters.recordsRead());
        fields.put("recordsDelivered", counters.recordsDelivered());
        fields.put("recordsDiscarded", counters.recordsDiscarded());
        fields.put("recordsFiltered", counters.recordsFiltered());
        fields.put("invocations", counters.invocations());
        fields.put("failures", counters.failures());
        fields.put("millisBehindLatest", counters.millisBehindLatest());
        fields.put("timeline", lines(mapping.timeline()));
        return fields;
    }

    private static List<String> lines(MappingTimeline timeline) {
        List<String> lines = new ArrayList<>();
        for (MappingTimeline.Shard shard : timeline.shards()) {
            for (MappingTimeline.Event event : shard.events()) {
                lines.add("%s %s %s: %d records, attempt %d%s"
                        .formatted(
                                Instant.ofEpochMilli(event.atMillis()),
                                shard.shardId(),
                                event.kind(),
                                event.records(),
                                event.attempt(),
                                event.detail().isEmpty() ? "" : ": " + event.detail()));
            }
        }
        return lines;
    }
}
