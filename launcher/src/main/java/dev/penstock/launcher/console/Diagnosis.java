package dev.penstock.launcher.console;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.stream.StartingPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says in words why a function is called by its stream, or not: what holds for the whole mapping first. */
final class Diagnosis {
    private static final int MAX_ERROR = 300;

    private final EventSourceMapping mapping;
    private final EventSourceMappingSpec spec;
    private final List<String> sentences = new ArrayList<>();

    private Diagnosis(EventSourceMapping mapping) {
        this.mapping = mapping;
        spec = mapping.spec();
    }

    static List<String> of(EventSourceMapping mapping, MappingTimeline timeline) {
        Diagnosis diagnosis = new Diagnosis(mapping);
        diagnosis.overall(timeline);
        timeline.shards().forEach(diagnosis::shard);
        return diagnosis.sentences;
    }

    private void overall(MappingTimeline timeline) {
        String state = mapping.state();
        if (!state.equals("Enabled")) {
            sentences.add(
                    state.equals("Disabled")
                            ? "The mapping is disabled: it reads nothing. Enable it with 'aws lambda"
                                    + " update-event-source-mapping --uuid %s --enabled'.".formatted(mapping.id())
                            : "The mapping is %s; its next state follows within 100 ms.".formatted(state));
            return;
        }
        if (mapping.lastProcessingResult().startsWith("PROBLEM")) {
            sentences.add("The last result is '%s'.".formatted(mapping.lastProcessingResult()));
        }
        if (timeline.shards().isEmpty()) {
            sentences.add("No shard of %s is open for reading.".formatted(spec.source()));
            return;
        }
        records();
    }

    private void records() {
        EventSourceMapping.Counters counters = mapping.counters();
        if (counters.recordsRead() == 0) {
            sentences.add("No record was read yet: nothing was put to %s%s.".formatted(spec.source(), since()));
        } else if (counters.recordsFiltered() == counters.recordsRead()) {
            sentences.add(
                    "All %d records that were read were passed over: none matched the filter criteria %s. Payloads that are not JSON match no pattern with 'data'."
                            .formatted(counters.recordsRead(), spec.filters()));
        } else {
            sentences.add("Of %d records read, %d were delivered, %d passed over by filters, %d given up."
                    .formatted(
                            counters.recordsRead(),
                            counters.recordsDelivered(),
                            counters.recordsFiltered(),
                            counters.recordsDiscarded()));
        }
    }

    private String since() {
        return spec.from() instanceof StartingPosition.TrimHorizon
                ? ""
                : " since its starting position; records from before are read with TRIM_HORIZON only";
    }

    private void shard(MappingTimeline.Shard shard) {
        int before = sentences.size();
        for (MappingTimeline.Lane lane : shard.lanes()) {
            String where = shard.lanes().size() == 1
                    ? shard.shardId()
                    : "%s lane %d".formatted(shard.shardId(), lane.number());
            lane(lane).ifPresent(sentence -> sentences.add(where + ": " + sentence));
        }
        if (sentences.size() == before
                && shard.unfinished() == 0
                && mapping.state().equals("Enabled")) {
            sentences.add("%s: everything that was read is dealt with%s."
                    .formatted(shard.shardId(), shard.checkpoint() == null ? "" : ", up to " + shard.checkpoint()));
        }
    }

    private Optional<String> lane(MappingTimeline.Lane lane) {
        return switch (lane.state()) {
            case GATHERING -> gathering(lane);
            case INVOKING ->
                Optional.of("the function has a batch of %d records from %s on, attempt %d."
                        .formatted(lane.records(), lane.firstSequenceNumber(), lane.attempt()));
            case WAITING -> Optional.of(waiting(lane));
            case DISCARDING ->
                Optional.of("%d records from %s on were given up; their record is on the way to %s."
                        .formatted(
                                lane.records(),
                                lane.firstSequenceNumber(),
                                spec.onFailure().orElse("nowhere")));
            case PAUSED -> Optional.empty();
        };
    }

    private Optional<String> gathering(MappingTimeline.Lane lane) {
        if (lane.records() == 0) {
            return Optional.empty();
        }
        String until = lane.until() == null ? "" : " or it is " + MappingDocument.instant(lane.until());
        return Optional.of("gathers a batch: %d of %d records; the function is called when it is full%s."
                .formatted(lane.records(), spec.batchSize(), until));
    }

    private String waiting(MappingTimeline.Lane lane) {
        String error = shortened(String.valueOf(lane.lastError()));
        String next = lane.until() == null ? "soon" : "at " + MappingDocument.instant(lane.until());
        String retries = spec.maxRetries() < 0
                ? "without end, until the function takes it or the records leave the stream"
                : "%d times at most".formatted(spec.maxRetries());
        String blocked = "blocked by a batch of %d records from %s on: attempt %d comes %s, and it is tried again %s."
                .formatted(lane.records(), lane.firstSequenceNumber(), lane.attempt(), next, retries);
        return isThrottle(error)
                ? blocked + " The function is throttled: all its concurrent invocations are taken (" + error + ")."
                : blocked + " Last error: " + error;
    }

    private static boolean isThrottle(String error) {
        String lower = error.toLowerCase(Locale.ROOT);
        return lower.contains("toomanyrequests") || lower.contains("rate exceeded");
    }

    private static String shortened(String error) {
        return error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR) + "...";
    }
}
