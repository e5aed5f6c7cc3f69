package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.NewRecord;
import dev.penstock.stream.local.StreamState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Appends up to 500 records; each for which there is no room is refused on its own, in its place in the answer. */
record PutRecords(@Nullable List<Entry> entries, StreamReference stream) {
    private static final int MAX_ENTRIES = 500;
    private static final long MAX_REQUEST_BYTES = 10L * 1024 * 1024;

    static PutRecords read(WireInput in) {
        return new PutRecords(
                in.structures("Records")
                        .map(records -> records.stream().map(Entry::read).toList())
                        .orElse(null),
                StreamReference.read(in));
    }

    WireOutput.Body call(InMemoryStreams streams) {
        check();
        StreamState state = stream.in(streams);
        List<Result> results = new ArrayList<>();
        for (NewRecord record : records(state)) {
            results.add(put(state, record));
        }
        long failed =
                results.stream().filter(result -> result.refusal() != null).count();
        return out -> {
            out.number("FailedRecordCount", failed);
            out.structures("Records", results, Result::writeTo);
        };
    }

    private void check() {
        Violations violations = new Violations().required("records", entries);
        if (entries != null) {
            violations.items("records", entries.size(), 1, MAX_ENTRIES);
            for (int i = 0; i < entries.size(); i++) {
                entries.get(i).check(violations.item("records", i + 1));
            }
            violations.topLevel();
        }
        stream.check(violations).refuse();
    }

    private List<NewRecord> records(StreamState state) {
        List<NewRecord> records = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : Objects.requireNonNull(entries)) {
            NewRecord record = entry.in(state);
            bytes += record.data().length() + (long) record.partitionKey().length();
            records.add(record);
        }
        if (bytes > MAX_REQUEST_BYTES) {
            throw KinesisErrors.invalidArgument(
                    "Records have %d bytes together; a request may have %d bytes".formatted(bytes, MAX_REQUEST_BYTES));
        }
        return records;
    }

    private static Result put(StreamState state, NewRecord record) {
        try {
            return new Result(state.putNow(record), null);
        } catch (AwsException refusal) {
            return new Result(null, refusal);
        }
    }

    /** One of the two is there. */
    private record Result(
            @Nullable PutResult stored, @Nullable AwsException refusal) {
        void writeTo(WireOutput out) throws IOException {
            if (stored != null) {
                out.text("ShardId", stored.shardId());
                out.text("SequenceNumber", stored.sequenceNumber().toString());
            } else if (refusal != null) {
                out.text("ErrorCode", refusal.code());
                out.text("ErrorMessage", String.valueOf(refusal.getMessage()));
            }
        }
    }
}
