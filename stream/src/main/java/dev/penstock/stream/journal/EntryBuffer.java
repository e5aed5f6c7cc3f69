package dev.penstock.stream.journal;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.local.Journal.Change;
import dev.penstock.stream.local.Journal.KeptPositions;
import dev.penstock.stream.local.Journal.KeptRecord;
import dev.penstock.stream.local.Journal.KeptStream;
import dev.penstock.stream.local.Journal.Position;
import dev.penstock.stream.local.Journal.RemovedStream;
import dev.penstock.stream.local.Journal.TrimmedShard;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Entries on their way to a segment, as bytes. Used by the journal's writer only. */
final class EntryBuffer {
    private static final int FIRST_CAPACITY = 256 * 1024;

    /** A larger buffer that one large record needed is not kept. */
    private static final int KEPT_CAPACITY = 4 * 1024 * 1024;

    /** An entry of records ends when it has so many bytes: one checksum must not stand for too much. */
    private static final int RECORDS_BYTES = 256 * 1024;

    private static final int RECORD_FIXED_BYTES = 34;
    private static final int POSITION_BYTES = 13;
    private static final int LENGTH_OFFSET = 8;
    private static final int CHECKSUM_OFFSET = 4;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_CAPACITY);
    private long salt;
    private int start;
    private boolean recordsOpen;

    /** Begins anew, for a segment. */
    void reset(long segmentSalt) {
        salt = segmentSalt;
        recordsOpen = false;
        if (buffer.capacity() > KEPT_CAPACITY) {
            buffer = ByteBuffer.allocateDirect(FIRST_CAPACITY);
        }
        buffer.clear();
    }

    /** Ends the last entry and gives all of them, ready to be written. */
    ByteBuffer finish() {
        endRecords();
        return buffer.flip();
    }

    /** Bytes up to now. */
    int size() {
        return buffer.position();
    }

    void add(Change change) {
        if (change instanceof KeptRecord record) {
            record(record);
        } else if (change instanceof KeptStream stream) {
            stream(stream);
        } else if (change instanceof RemovedStream removed) {
            begin(EntryKind.REMOVED, Long.BYTES);
            buffer.putLong(removed.id());
            end();
        } else if (change instanceof TrimmedShard trimmed) {
            begin(EntryKind.TRIMMED, 2 * Long.BYTES + Integer.BYTES);
            buffer.putLong(trimmed.streamId()).putInt(trimmed.shard()).putLong(trimmed.firstKept());
            end();
        } else if (change instanceof KeptPositions positions) {
            positions(positions);
        } else {
            throw new AssertionError(change);
        }
    }

    /** @param lengths how many bytes of each older segment count */
    void snapshotEnd(Map<Long, Long> lengths) {
        begin(EntryKind.SNAPSHOT_END, lengths.size() * 2 * Long.BYTES);
        lengths.forEach((number, bytes) -> buffer.putLong(number).putLong(bytes));
        end();
    }

    private void stream(KeptStream stream) {
        byte[] name = stream.name().getBytes(StandardCharsets.UTF_8);
        begin(
                EntryKind.STREAM,
                2 * Long.BYTES + Short.BYTES + name.length + stream.image().length());
        buffer.putLong(stream.id()).putLong(stream.retentionMillis());
        buffer.putShort((short) name.length).put(name).put(stream.image().asByteBuffer());
        end();
    }

    private void positions(KeptPositions kept) {
        byte[] consumer = kept.consumer().getBytes(StandardCharsets.UTF_8);
        begin(
                EntryKind.POSITIONS,
                Long.BYTES + Short.BYTES + consumer.length + kept.shards().size() * POSITION_BYTES);
        buffer.putLong(kept.streamId());
        buffer.putShort((short) consumer.length).put(consumer);
        for (Position position : kept.shards()) {
            buffer.putInt(position.shard()).putLong(position.next()).put((byte) (position.finished() ? 1 : 0));
        }
        end();
    }

    private void record(KeptRecord record) {
        Bytes key = record.key();
        int bytes = RECORD_FIXED_BYTES + key.length() + record.data().length();
        if (recordsOpen && buffer.position() - start + bytes > RECORDS_BYTES) {
            endRecords();
        }
        if (recordsOpen) {
            ensure(bytes);
        } else {
            begin(EntryKind.RECORDS, bytes);
            recordsOpen = true;
        }
        buffer.putLong(record.streamId()).putInt(record.shard());
        buffer.putLong(record.index()).putLong(record.arrivalMillis());
        buffer.putShort((short) key.length()).put(key.asByteBuffer());
        buffer.putInt(record.data().length()).put(record.data().asByteBuffer());
    }

    private void endRecords() {
        if (recordsOpen) {
            recordsOpen = false;
            end();
        }
    }

    private void begin(EntryKind kind, int payloadBytes) {
        endRecords();
        ensure(SegmentFormat.ENTRY_BYTES + payloadBytes);
        start = buffer.position();
        buffer.putInt(SegmentFormat.ENTRY_MARK).putInt(0).putInt(0).put(kind.code());
    }

    private void end() {
        buffer.putInt(start + LENGTH_OFFSET, buffer.position() - start - SegmentFormat.ENTRY_BYTES);
        ByteBuffer summed = buffer.duplicate().flip().position(start + LENGTH_OFFSET);
        buffer.putInt(start + CHECKSUM_OFFSET, SegmentFormat.checksum(salt, summed));
    }

    private void ensure(int more) {
        if (buffer.remaining() < more) {
            int needed = Math.addExact(buffer.position(), more);
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(needed, 2 * buffer.capacity()));
            buffer = larger.put(buffer.flip());
        }
    }
}
