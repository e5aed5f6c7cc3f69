package dev.penstock.stream.limit;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.Time;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often an operation may be called in a second, by one account or about one stream. Guarded by {@code buckets}, of
 * which there are at most {@value #MOST_BUCKETS}: calls beyond that are refused, until some have rested for a second.
 *
 * <p>Source: the Kinesis API Reference, operation by operation ("has a limit of ... transactions per second").
 */
final class CallRates {
    static final int MOST_BUCKETS = 10_000;

    /** What is longer is no stream, and the call itself says so. */
    private static final int LONGEST_NAME = 128;

    private static final Map<String, Rate> RATES = Map.ofEntries(
            Map.entry("AddTagsToStream", Rate.ofAccount(5)),
            Map.entry("CreateStream", Rate.ofAccount(5)),
            Map.entry("DeleteStream", Rate.ofAccount(5)),
            Map.entry("DeregisterStreamConsumer", Rate.ofStream(5)),
            Map.entry("DescribeLimits", Rate.ofAccount(1)),
            Map.entry("DescribeStream", Rate.ofAccount(10)),
            Map.entry("DescribeStreamConsumer", Rate.ofStream(20)),
            Map.entry("DescribeStreamSummary", Rate.ofAccount(20)),
            Map.entry("ListShards", Rate.ofStream(1_000)),
            Map.entry("ListStreamConsumers", Rate.ofStream(5)),
            Map.entry("ListStreams", Rate.ofAccount(5)),
            Map.entry("ListTagsForResource", Rate.ofAccount(5)),
            Map.entry("ListTagsForStream", Rate.ofAccount(5)),
            Map.entry("MergeShards", Rate.ofAccount(5)),
            Map.entry("RegisterStreamConsumer", Rate.ofAccount(5)),
            Map.entry("RemoveTagsFromStream", Rate.ofAccount(5)),
            Map.entry("SplitShard", Rate.ofAccount(5)),
            Map.entry("TagResource", Rate.ofAccount(5)),
            Map.entry("UntagResource", Rate.ofAccount(5)),
            Map.entry("UpdateShardCount", Rate.ofAccount(10)));

    private final Map<Key, RateBucket> buckets = new HashMap<>();
    private final Time time;

    CallRates(Time time) {
        this.time = time;
    }

    /**
     * Counts a call.
     *
     * @param stream null when the call names none
     * @throws AwsException LimitExceededException
     */
    void count(String operation, AwsIdentity caller, @Nullable String stream) {
        Rate rate = RATES.get(operation);
        if (rate == null) {
            return;
        }
        String scope = stream != null && rate.perStream() && stream.length() <= LONGEST_NAME ? stream : "";
        long now = time.millis();
        synchronized (buckets) {
            RateBucket bucket = bucket(new Key(operation, caller, scope), rate, now);
            if (bucket != null && bucket.tryTake(1, now)) {
                return;
            }
        }
        throw LimitErrors.tooManyCalls(operation, scope, caller.account());
    }

    /** Null when more calls than can be counted come in a second. */
    private @Nullable RateBucket bucket(Key key, Rate rate, long now) {
        RateBucket there = buckets.get(key);
        if (there != null) {
            return there;
        }
        if (buckets.size() >= MOST_BUCKETS) {
            buckets.values().removeIf(bucket -> bucket.isFull(now));
        }
        if (buckets.size() >= MOST_BUCKETS) {
            return null;
        }
        RateBucket fresh = new RateBucket(rate.perSecond());
        buckets.put(key, fresh);
        return fresh;
    }

    private record Rate(long perSecond, boolean perStream) {
        static Rate ofAccount(long perSecond) {
            return new Rate(perSecond, false);
        }

        static Rate ofStream(long perSecond) {
            return new Rate(perSecond, true);
        }
    }

    private record Key(String operation, AwsIdentity caller, String stream) {}
}
