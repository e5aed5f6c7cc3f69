package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.local.InMemoryStreams;

/** Tells the quotas and how much of them is used. */
final class DescribeLimits {

    private DescribeLimits() {}

    static WireOutput.Body call(InMemoryStreams streams) {
        int open = streams.openShards();
        int onDemand = streams.onDemandStreams();
        return out -> out.number("ShardLimit", streams.shardLimit())
                .number("OpenShardCount", open)
                .number("OnDemandStreamCount", onDemand)
                .number("OnDemandStreamCountLimit", InMemoryStreams.ON_DEMAND_LIMIT);
    }
}
