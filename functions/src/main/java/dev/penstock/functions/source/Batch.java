package dev.penstock.functions.source;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.SequenceNumber;
import dev.penstock.stream.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of one shard for one invocation, already in the form of its event: what is kept is the event, not the records.
 * Used by one thread.
 */
final class Batch {
    private final KinesisEventJson json;
    private final StreamRecord first;
    private SequenceNumber last;
    private int size = 1;
    private @Nullable Bytes event;

    Batch(StreamRecord first, String shardId, RecordOrigin origin) {
        json = new KinesisEventJson(shardId, origin);
        json.add(first);
        this.first = first;
        last = first.sequenceNumber();
    }

    /** Adds a record; false when the event would pass 6 MB. */
    boolean add(StreamRecord record) {
        if (!json.add(record)) {
            return false;
        }
        last = record.sequenceNumber();
        size++;
        return true;
    }

    /** Ends the gathering; the same bytes for every attempt. */
    Bytes event() {
        Bytes finished = event;
        if (finished == null) {
            finished = json.finish();
            event = finished;
        }
        return finished;
    }

    int size() {
        return size;
    }

    /** Room left in the event. */
    int bytesLeft() {
        return KinesisEventJson.MAX_BYTES - json.size();
    }

    SequenceNumber last() {
        return last;
    }

    /** When its oldest record arrived. */
    long firstArrivalMillis() {
        return first.approximateArrival().toEpochMilli();
    }

    /** {@code <first> to <last>} sequence number, for messages. */
    String range() {
        return first.sequenceNumber() + " to " + last;
    }
}
