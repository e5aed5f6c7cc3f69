package dev.penstock.functions.source;

import dev.penstock.functions.Destinations;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.MappingSettings;
import dev.penstock.functions.event.EventSource;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;

/** What the shards of one mapping share. */
record MappingContext(
        String mappingId,
        String mappingArn,
        EventSource source,
        MappedFunctions functions,
        Destinations destinations,
        MappingSettings settings,
        MappingMetrics metrics,
        Workers workers,
        Time time,
        AwsIdentity identity) {

    /** As answers and failure records show the function of a mapping. */
    String functionArn(EventSourceMappingSpec spec) {
        return MappedArn.of(spec.function(), identity);
    }
}
