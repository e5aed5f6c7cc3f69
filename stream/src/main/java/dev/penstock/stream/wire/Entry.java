package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.local.HashKey;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.NewRecord;
import dev.penstock.stream.local.StreamState;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The three members that PutRecord and each entry of PutRecords have in common. */
record Entry(
        @Nullable String partitionKey,
        @Nullable String explicitHashKey,
        @Nullable Bytes data) {
    private static final int MAX_DATA_BYTES = 10_485_760;

    static Entry read(WireInput in) {
        return new Entry(
                in.text("PartitionKey").orElse(null),
                in.text("ExplicitHashKey").orElse(null),
                in.blob("Data").orElse(null));
    }

    void check(Violations violations) {
        violations
                .required("partitionKey", partitionKey)
                .text("partitionKey", partitionKey, Violations.TextRule.PARTITION_KEY)
                .text("explicitHashKey", explicitHashKey, Violations.TextRule.HASH_KEY)
                .required("data", data)
                .size("data", data, MAX_DATA_BYTES);
    }

    /**
     * The record, after {@link #check}.
     *
     * @throws AwsException InvalidArgumentException when the hash key is out of the space or the record is too large
     */
    NewRecord in(StreamState stream) {
        if (partitionKey == null || data == null) {
            throw new IllegalStateException("a record is used before it is checked");
        }
        NewRecord record = new NewRecord(partitionKey, hashKey(), data);
        InMemoryStreams.checkSize(stream, record);
        return record;
    }

    private @Nullable HashKey hashKey() {
        if (explicitHashKey == null) {
            return null;
        }
        try {
            return HashKey.of(new BigInteger(explicitHashKey));
        } catch (IllegalArgumentException outOfSpace) {
            throw KinesisErrors.invalidArgument(
                    "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was "
                            + explicitHashKey);
        }
    }
}
