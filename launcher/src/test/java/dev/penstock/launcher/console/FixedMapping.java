package dev.penstock.launcher.console;

import dev.penstock.functions.EventSourceMapping;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.MappingTimeline;
import dev.penstock.stream.StartingPosition;
import java.time.Instant;
import java.util.List;

/** An event source mapping that stands still. */
record FixedMapping(
        EventSourceMappingSpec spec,
        String state,
        String lastProcessingResult,
        Counters counters,
        MappingTimeline timeline)
        implements EventSourceMapping {
    static final String ID = "11111111-2222-3333-4444-555555555555";
    static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";
    static final EventSourceMappingSpec SPEC =
            EventSourceMappingSpec.of(STREAM, "f", new StartingPosition.TrimHorizon());

    /** One shard with one lane and nothing read. */
    static FixedMapping enabled(Counters counters, MappingTimeline.Lane lane, MappingTimeline.Event... events) {
        MappingTimeline.Shard shard = new MappingTimeline.Shard(
                "shardId-000000000000", "17", 5, lane.records(), 0, List.of(lane), List.of(events));
        return new FixedMapping(SPEC, "Enabled", "OK", counters, new MappingTimeline(List.of(shard)));
    }

    static MappingTimeline.Lane idle() {
        return new MappingTimeline.Lane(0, MappingTimeline.LaneState.GATHERING, 0, null, 0, null, null);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String arn() {
        return "arn:aws:lambda:us-east-1:000000000000:event-source-mapping:" + ID;
    }

    @Override
    public String functionArn() {
        return "arn:aws:lambda:us-east-1:000000000000:function:f";
    }

    @Override
    public String stateTransitionReason() {
        return "User action";
    }

    @Override
    public Instant lastModified() {
        return Instant.EPOCH;
    }
}
