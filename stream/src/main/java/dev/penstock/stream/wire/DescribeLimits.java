package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;

/** Tells the quotas and how much of them is used. */
final class DescribeLimits {
    private static final int ON_DEMAND_LIMIT = 50;

    private DescribeLimits() {}

    static WireOutput.Body call(InMemoryStreams streams) {
        long onDemand = streams.all().stream()
                .filter(stream -> stream.attributes().isOnDemand())
                .count();
        int open = streams.openShards();
        return out -> out.number("ShardLimit", streams.shardLimit())
                .number("OpenShardCount", open)
                .number("OnDemandStreamCount", onDemand)
                .number("OnDemandStreamCountLimit", ON_DEMAND_LIMIT);
    }
}
