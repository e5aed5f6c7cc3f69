package dev.penstock.stream.wire;

import dev.penstock.platform.wire.Member;
import dev.penstock.platform.wire.WireOutput;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;
import dev.penstock.stream.local.StreamAttributes;
import java.io.IOException;
import java.util.function.LongPredicate;

/** Writes the records of one answer, and numbers of records: for answers with very many of them. */
final class RecordWriter {
    private static final Member SEQUENCE_NUMBER = new Member("SequenceNumber");
    private static final Member ARRIVAL = new Member("ApproximateArrivalTimestamp");
    private static final Member DATA = new Member("Data");
    private static final Member PARTITION_KEY = new Member("PartitionKey");

    private final byte[] digits = new byte[SequenceNumber.MOST_DIGITS];
    private final LongPredicate encrypted;

    /** @param encrypted whether a record that arrived at a time is encrypted, in milliseconds since the epoch */
    RecordWriter(LongPredicate encrypted) {
        this.encrypted = encrypted;
    }

    void write(StreamRecord record, WireOutput out) throws IOException {
        sequenceNumber(record.sequenceNumber(), out);
        out.timestamp(ARRIVAL, record.arrivalMillis());
        out.blob(DATA, record.data());
        out.text(PARTITION_KEY, record.partitionKey());
        if (encrypted.test(record.arrivalMillis())) {
            out.text("EncryptionType", StreamAttributes.Encryption.TYPE);
        }
    }

    void sequenceNumber(SequenceNumber number, WireOutput out) throws IOException {
        if (number.fitsWords()) {
            int start = number.decimal(digits);
            out.plain(SEQUENCE_NUMBER, digits, start, digits.length - start);
        } else {
            out.text(SEQUENCE_NUMBER, number.toString());
        }
    }
}
