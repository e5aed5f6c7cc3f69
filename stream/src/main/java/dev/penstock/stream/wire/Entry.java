package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.wire.MemberReader;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.local.HashKey;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.NewRecord;
import dev.penstock.stream.local.StreamShape;
import dev.penstock.stream.local.StreamState;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** The three members that PutRecord and each entry of PutRecords have in common. */
record Entry(
        @Nullable String partitionKey,
        @Nullable String explicitHashKey,
        @Nullable Bytes data) {
    /** What the API model allows. */
    static final int MAX_DATA_BYTES = 10_485_760;

    static Entry read(WireInput in) {
        return new Entry(
                in.text("PartitionKey").orElse(null),
                in.text("ExplicitHashKey").orElse(null),
                in.blob("Data").orElse(null));
    }

    /** One entry of a list, without a tree. */
    static Entry read(MemberReader in) throws IOException {
        String partitionKey = null;
        String explicitHashKey = null;
        Bytes data = null;
        for (String member = in.next(); member != null; member = in.next()) {
            switch (member) {
                case "PartitionKey" -> partitionKey = in.text();
                case "ExplicitHashKey" -> explicitHashKey = in.text();
                case "Data" -> data = in.blob();
                default -> throw MemberReader.unusual();
            }
        }
        return new Entry(partitionKey, explicitHashKey, data);
    }

    /** Adds what is wrong with it, whatever the stream takes. */
    void check(Violations violations, StreamReference stream) {
        violations
                .required("partitionKey", partitionKey)
                .text("partitionKey", partitionKey, Violations.TextRule.PARTITION_KEY)
                .text("explicitHashKey", explicitHashKey, Violations.TextRule.HASH_KEY)
                .required("data", data);
        // Asked only for what is large: it means to look at the stream's name once more.
        if (data != null && data.length() > StreamShape.DEFAULT_MAX_RECORD_BYTES) {
            violations.size("data", data, stream.maxDataBytes());
        }
    }

    /**
     * The record, after {@link #check}.
     *
     * @param number its place in the request from 1; 0 when it is the only one
     * @throws AwsException InvalidArgumentException when the hash key is out of the space, ValidationException when the
     *     record is larger than its stream takes
     */
    NewRecord in(StreamState stream, int number) {
        NewRecord record = record();
        if (!InMemoryStreams.fits(stream, record)) {
            String path = number == 0 ? "data" : "records.%d.member.data".formatted(number);
            throw KinesisErrors.recordTooLarge(path, stream.attributes().maxRecordBytes());
        }
        return record;
    }

    private NewRecord record() {
        if (partitionKey == null || data == null) {
            throw new IllegalStateException("a record is used before it is checked");
        }
        return new NewRecord(partitionKey, hashKey(), data);
    }

    /** Whether the service prints it as it does an entry of which nothing is set. */
    boolean isBlank() {
        return "".equals(partitionKey) && explicitHashKey == null && data != null && data.length() == 0;
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
