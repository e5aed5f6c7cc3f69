package dev.penstock.stream.wire;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.Shard;
import dev.penstock.stream.local.StreamState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which shards of a stream are listed. AT types name the shards that were open at one moment, so that together they
 * cover the hash space; FROM types those that were open at some time since.
 *
 * <p>Source: Kinesis API Reference, ShardFilter.
 */
record ShardFilter(
        boolean isGiven,
        @Nullable String type,
        @Nullable String shardId,
        @Nullable Instant timestamp) {
    static final ShardFilter NONE = new ShardFilter(false, null, null, null);

    private static final String AFTER_SHARD_ID = "AFTER_SHARD_ID";
    private static final String AT_TIMESTAMP = "AT_TIMESTAMP";
    private static final String FROM_TIMESTAMP = "FROM_TIMESTAMP";
    private static final String AT_LATEST = "AT_LATEST";
    private static final String AT_TRIM_HORIZON = "AT_TRIM_HORIZON";
    private static final String FROM_TRIM_HORIZON = "FROM_TRIM_HORIZON";
    private static final List<String> TYPES =
            List.of(AFTER_SHARD_ID, AT_TRIM_HORIZON, FROM_TRIM_HORIZON, AT_LATEST, AT_TIMESTAMP, FROM_TIMESTAMP);

    static ShardFilter read(WireInput in) {
        return in.structure("ShardFilter")
                .map(filter -> new ShardFilter(
                        true,
                        filter.text("Type").orElse(null),
                        filter.text("ShardId").orElse(null),
                        filter.timestamp("Timestamp").orElse(null)))
                .orElse(NONE);
    }

    /** A filter of a type, as it is carried on from page to page. */
    static ShardFilter of(@Nullable String type, @Nullable String shardId, @Nullable Instant timestamp) {
        return type == null ? NONE : new ShardFilter(true, type, shardId, timestamp);
    }

    void check(Violations violations) {
        if (isGiven) {
            violations.required("shardFilter.type", type);
        }
        violations
                .oneOf("shardFilter.type", type, TYPES)
                .text("shardFilter.shardId", shardId, Violations.TextRule.NAME);
    }

    List<Shard> apply(InMemoryStreams streams, StreamState stream) {
        List<Shard> shards = stream.shards(); // before the clock is asked: none that the horizon spares has left
        if (type == null) {
            return shards;
        }
        long horizon = Math.max(
                stream.created().toEpochMilli(),
                streams.time().millis() - stream.retention().toMillis());
        return switch (type) {
            case AT_LATEST -> shards.stream().filter(shard -> !shard.isClosed()).toList();
            case AT_TRIM_HORIZON -> at(stream, shards, horizon);
            case AT_TIMESTAMP ->
                at(
                        stream,
                        shards,
                        Math.max(horizon, required(timestamp, "Timestamp").toEpochMilli()));
            case FROM_TIMESTAMP ->
                from(shards, Math.max(horizon, required(timestamp, "Timestamp").toEpochMilli()));
            case AFTER_SHARD_ID -> ShardPage.after(streams, stream, required(shardId, "ShardId"), shards);
            default -> from(shards, horizon);
        };
    }

    /**
     * The shards that were open just before a moment, or at the first moment those that the stream began with. A shard
     * that closed just then is among them, and its children are not: it may hold records of that moment, and whoever has
     * read it finds the children.
     */
    private static List<Shard> at(StreamState stream, List<Shard> shards, long millis) {
        return shards.stream()
                .filter(shard -> shard.openedMillis() < millis || isOriginal(stream, shard))
                .filter(shard -> shard.closedMillis() >= millis)
                .toList();
    }

    private static boolean isOriginal(StreamState stream, Shard shard) {
        return shard.parents().isEmpty()
                && shard.openedMillis() == stream.created().toEpochMilli();
    }

    private static List<Shard> from(List<Shard> shards, long millis) {
        return shards.stream().filter(shard -> shard.closedMillis() >= millis).toList();
    }

    private <T> T required(@Nullable T value, String member) {
        if (value == null) {
            throw KinesisErrors.invalidArgument("ShardFilter of type %s needs %s.".formatted(type, member));
        }
        return value;
    }
}
