package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.Member;
import dev.penstock.platform.wire.MemberReader;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.PutResult;
import dev.penstock.stream.local.InMemoryStreams;
import dev.penstock.stream.local.KinesisErrors;
import dev.penstock.stream.local.NewRecord;
import dev.penstock.stream.local.PutOutcome;
import dev.penstock.stream.local.StreamState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Appends up to 500 records; each for which there is no room is refused on its own, in its place in the answer. */
record PutRecords(@Nullable List<Entry> entries, StreamReference stream) {
    private static final Member SHARD_ID = new Member("ShardId");
    private static final int MAX_ENTRIES = 500;
    private static final long MAX_REQUEST_BYTES = 10L * 1024 * 1024;

    /** An entry with empty key and data, as the service prints it. */
    private static final String BLANK_ENTRY = "com.amazonaws.kinesis.v20131202.PutRecordsRequestEntry@c965e310";

    /** Keeps the text of the error small. */
    private static final int MOST_PRINTED = 1_000;

    static PutRecords read(WireInput in) {
        return new PutRecords(
                in.structures("Records")
                        .map(records -> records.stream().map(Entry::read).toList())
                        .orElse(null),
                StreamReference.read(in));
    }

    /** Without a tree. */
    static PutRecords read(MemberReader in) throws IOException {
        List<Entry> entries = null;
        String name = null;
        String arn = null;
        for (String member = in.next(); member != null; member = in.next()) {
            switch (member) {
                case "Records" -> entries = entries(in);
                case "StreamName" -> name = in.text();
                case "StreamARN" -> arn = in.text();
                default -> throw MemberReader.unusual();
            }
        }
        return new PutRecords(entries, new StreamReference(name, arn));
    }

    private static @Nullable List<Entry> entries(MemberReader in) throws IOException {
        if (!in.list()) {
            return null;
        }
        List<Entry> entries = new ArrayList<>();
        while (in.nextStructure()) {
            entries.add(Entry.read(in));
        }
        return entries;
    }

    WireOutput.Body call(InMemoryStreams streams) {
        check();
        StreamState state = stream.serving(streams);
        List<PutOutcome> outcomes = state.putNow(records(state));
        long failed =
                outcomes.stream().filter(outcome -> outcome.refusal() != null).count();
        RecordWriter numbers = new RecordWriter(never -> false);
        return out -> {
            out.number("FailedRecordCount", failed);
            out.structures("Records", outcomes, (outcome, item) -> write(outcome, numbers, item));
            out.text("EncryptionType", Shapes.encryptionType(state));
        };
    }

    private void check() {
        Violations violations = new Violations().required("records", entries);
        if (entries != null) {
            checkCount(violations, entries);
            for (int i = 0; i < entries.size(); i++) {
                entries.get(i).check(violations.item("records", i + 1), stream);
            }
            violations.topLevel();
        }
        stream.check(violations).refuse();
    }

    /**
     * The service prints entries with a hash of theirs, of which only one is known; today it prints none.
     */
    private static void checkCount(Violations violations, List<Entry> entries) {
        boolean printable = entries.size() <= MOST_PRINTED && entries.stream().allMatch(Entry::isBlank);
        if (printable) {
            violations.items("records", Collections.nCopies(entries.size(), BLANK_ENTRY), 1, MAX_ENTRIES);
        } else {
            violations.items("records", entries.size(), 1, MAX_ENTRIES);
        }
    }

    private List<NewRecord> records(StreamState state) {
        List<NewRecord> records = new ArrayList<>();
        long bytes = 0;
        for (Entry entry : Objects.requireNonNull(entries)) {
            NewRecord record = entry.in(state, records.size() + 1);
            bytes += record.contentBytes();
            records.add(record);
        }
        if (bytes > MAX_REQUEST_BYTES) {
            throw KinesisErrors.invalidArgument("Records size exceeds 10 MB limit");
        }
        return records;
    }

    private static void write(PutOutcome outcome, RecordWriter numbers, WireOutput out) throws IOException {
        PutResult stored = outcome.stored();
        AwsException refusal = outcome.refusal();
        if (stored != null) {
            out.text(SHARD_ID, stored.shardId());
            numbers.sequenceNumber(stored.sequenceNumber(), out);
        } else if (refusal != null) {
            out.text("ErrorCode", refusal.code());
            out.text("ErrorMessage", String.valueOf(refusal.getMessage()));
        }
    }
}
