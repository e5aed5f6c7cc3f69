package dev.penstock.stream.wire;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.limit.Limits;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.IteratorTokens;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks rates and faults before a call. While nothing is throttled and no fault is in force, that is one look.
 *
 * @param stream what the call is about; null when it names none, or not properly: that is for the call itself to refuse
 * @param shard null when it is about none
 */
record CallGate(@Nullable String stream, @Nullable String shard) {
    private static final List<String> ARNS = List.of("StreamARN", "ResourceARN", "ConsumerARN");
    private static final List<String> SHARDS = List.of("ShardId", "ShardToSplit", "ShardToMerge");
    private static final CallGate UNKNOWN = new CallGate(null, null);

    /** The answer of {@code body}, or what rates and faults make of it. */
    static CompletionStage<WireOutput.Body> call(
            String operation,
            WireInput in,
            InMemoryStreams streams,
            BiFunction<WireInput, InMemoryStreams, WireOutput.Body> body) {
        Limits limits = streams.limits();
        if (!limits.isActive()) {
            return CompletableFuture.completedFuture(body.apply(in, streams));
        }
        Duration delay = begin(operation, in, streams);
        WireOutput.Body answer = body.apply(in, streams);
        return delay.isZero() ? CompletableFuture.completedFuture(answer) : limits.later(delay, answer);
    }

    /** The answer of {@code body}, which has read its request already, or what rates and faults make of it. */
    static CompletionStage<WireOutput.Body> call(
            String operation,
            StreamReference stream,
            InMemoryStreams streams,
            Function<InMemoryStreams, WireOutput.Body> body) {
        Limits limits = streams.limits();
        if (!limits.isActive()) {
            return CompletableFuture.completedFuture(body.apply(streams));
        }
        Duration delay = limits.begin(operation, streams.identity(), named(stream), null);
        WireOutput.Body answer = body.apply(streams);
        return delay.isZero() ? CompletableFuture.completedFuture(answer) : limits.later(delay, answer);
    }

    private static @Nullable String named(StreamReference stream) {
        String name = stream.streamName();
        String arn = stream.streamArn();
        try {
            return name == null && arn != null ? streamIn(arn) : name;
        } catch (AwsException | IllegalArgumentException malformed) {
            return null;
        }
    }

    /**
     * For operations that do not answer at once.
     *
     * @return how long the answer is to be held back
     * @throws AwsException LimitExceededException, or what a fault says
     */
    static Duration begin(String operation, WireInput in, InMemoryStreams streams) {
        if (!streams.limits().isActive()) {
            return Duration.ZERO;
        }
        CallGate target = of(in, streams);
        return streams.limits().begin(operation, streams.identity(), target.stream(), target.shard());
    }

    private static CallGate of(WireInput in, InMemoryStreams streams) {
        try {
            String iterator = in.text("ShardIterator").orElse(null);
            if (iterator != null) {
                IteratorTokens.Pointer pointer = streams.iterators().peek(iterator);
                return new CallGate(pointer.stream(), pointer.shardId());
            }
            String shard = first(in, SHARDS);
            String name = in.text("StreamName").orElse(null);
            String arn = name == null ? first(in, ARNS) : null;
            return new CallGate(arn == null ? name : streamIn(arn), shard);
        } catch (AwsException | IllegalArgumentException malformed) {
            return UNKNOWN;
        }
    }

    private static @Nullable String first(WireInput in, List<String> members) {
        return members.stream()
                .flatMap(member -> in.text(member).stream())
                .findFirst()
                .orElse(null);
    }

    /** {@code arn:aws:kinesis:REGION:ACCOUNT:stream/NAME} and what follows it for a consumer. */
    private static String streamIn(String arn) {
        String name = Arn.parse(arn).resourceName();
        int slash = name.indexOf('/');
        return slash < 0 ? name : name.substring(0, slash);
    }
}
