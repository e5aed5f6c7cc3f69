package dev.penstock.stream.local;

import dev.penstock.platform.data.Bytes;
import java.util.List;

/** One stream's side of the journal. */
final class Keeping {
    /** What a record on its way to the disk takes beside its bytes: objects and a place in a list. */
    private static final int OVERHEAD_BYTES = 128;

    private final Journal journal;
    private final long id;
    private Bytes saved = Bytes.EMPTY;

    /** @param id from {@link Journal#newStreamId} or from the journal itself */
    Keeping(Journal journal, long id) {
        this.journal = journal;
        this.id = id;
    }

    /** Of a stream that ends with the process. */
    static Keeping nothing() {
        return new Keeping(Journal.OFF, 0);
    }

    /** Takes room in the journal for a record that costs so much. */
    boolean tryReserve(long cost) {
        return journal.tryReserve(OVERHEAD_BYTES + cost);
    }

    /** Gives room back: the record was not appended. */
    void release(long cost) {
        journal.release(OVERHEAD_BYTES + cost);
    }

    /** A record was appended. Called under its shard's lock. */
    void appended(int shard, long index, long arrivalMillis, NewRecord record) {
        if (journal.isOn()) {
            journal.keep(new Journal.KeptRecord(
                    id,
                    shard,
                    index,
                    arrivalMillis,
                    Bytes.wrap(record.keyBytes()),
                    record.data(),
                    OVERHEAD_BYTES + record.cost()));
        }
    }

    /** Records below an index left early. */
    void trimmed(Shard shard) {
        if (journal.isOn()) {
            journal.keep(new Journal.TrimmedShard(id, shard.index(), shard.trimHorizon()));
        }
    }

    /**
     * The stream may have changed. Called under its lock, so that images come in the order of the changes.
     *
     * @param shards those it has, or is about to have
     */
    void save(StreamState stream, List<Shard> shards) {
        if (journal.isOn()) {
            Bytes image = StreamImage.of(stream, shards).bytes();
            if (!image.equals(saved)) {
                saved = image;
                journal.keep(new Journal.KeptStream(id, stream.retention().toMillis(), stream.name(), image));
            }
        }
    }

    /** A consumer begins: where, is safe before any record that is acknowledged from now on. */
    void begun(InMemorySubscription consumer) {
        keep(consumer.positions());
    }

    /** What is to be kept of a consumer that has not come back yet. */
    void keep(Journal.KeptPositions positions) {
        if (journal.isOn()) {
            journal.keep(positions);
        }
    }

    /** A consumer has dealt with more. */
    void moved(InMemorySubscription consumer) {
        if (journal.isOn()) {
            journal.moved(consumer);
        }
    }

    Journal.KeptPositions positions(String consumer, List<Journal.Position> shards) {
        return new Journal.KeptPositions(id, consumer, shards);
    }

    /** The stream is gone. */
    void removed() {
        if (journal.isOn()) {
            journal.keep(new Journal.RemovedStream(id));
        }
    }
}
