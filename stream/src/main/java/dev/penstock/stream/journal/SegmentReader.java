package dev.penstock.stream.journal;

import dev.penstock.platform.data.Bytes;
import dev.penstock.stream.local.Journal.KeptPositions;
import dev.penstock.stream.local.Journal.KeptRecord;
import dev.penstock.stream.local.Journal.KeptStream;
import dev.penstock.stream.local.Journal.Position;
import dev.penstock.stream.local.Journal.RemovedStream;
import dev.penstock.stream.local.Journal.TrimmedShard;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the entries of one segment file through a window of bytes. */
final class SegmentReader implements Closeable {
    private static final int WINDOW_BYTES = 1024 * 1024;
    private static final int LENGTH_OFFSET = 8;
    private static final int KIND_OFFSET = 12;

    private final Path file;
    private final FileChannel channel;
    private ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).flip();
    private long windowEnd;

    private SegmentReader(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static SegmentReader open(Path file) throws IOException {
        return new SegmentReader(file, FileChannel.open(file, StandardOpenOption.READ));
    }

    /**
     * Reads the header; called first.
     *
     * @return empty when the file is too short to have one
     * @throws dev.penstock.platform.lifecycle.StartException when it is not ours, newer or damaged
     */
    Optional<SegmentFormat.Header> header() throws IOException {
        if (!fill(SegmentFormat.HEADER_BYTES)) {
            return Optional.empty();
        }
        return Optional.of(SegmentFormat.readHeader(window, file));
    }

    /** Where the next entry begins. */
    long offset() {
        return windowEnd - window.remaining();
    }

    long fileBytes() throws IOException {
        return channel.size();
    }

    /**
     * Reads one entry.
     *
     * @return false at the end of the file, and where no whole entry stands; {@link #offset} is then the end of the last
     *     whole one
     */
    boolean next(long salt, EntryVisitor visitor) throws IOException {
        if (!fill(SegmentFormat.ENTRY_BYTES)) {
            return false;
        }
        int length = window.getInt(window.position() + LENGTH_OFFSET);
        if (length < 0 || length > SegmentFormat.MAX_PAYLOAD || !fill(SegmentFormat.ENTRY_BYTES + length)) {
            return false;
        }
        int start = window.position();
        if (!isEntry(salt, start)) {
            return false;
        }
        EntryKind kind = EntryKind.of(window.get(start + KIND_OFFSET)).orElseThrow();
        ByteBuffer payload = window.slice(start + SegmentFormat.ENTRY_BYTES, length);
        decode(kind, payload, visitor);
        window.position(start + SegmentFormat.ENTRY_BYTES + length);
        return true;
    }

    /** Whether a whole entry stands anywhere behind {@link #offset}: then what is there is no torn end. */
    boolean anotherEntryFollows(long salt) throws IOException {
        fill((int) Math.min(Integer.MAX_VALUE - Long.BYTES, channel.size() - offset()));
        for (int at = window.position() + 1; at <= window.limit() - SegmentFormat.ENTRY_BYTES; at++) {
            if (isEntry(salt, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isEntry(long salt, int at) {
        if (window.getInt(at) != SegmentFormat.ENTRY_MARK) {
            return false;
        }
        int length = window.getInt(at + LENGTH_OFFSET);
        if (length < 0 || length > window.limit() - at - SegmentFormat.ENTRY_BYTES) {
            return false;
        }
        ByteBuffer summed = window.slice(at + LENGTH_OFFSET, SegmentFormat.ENTRY_BYTES - LENGTH_OFFSET + length);
        return window.getInt(at + Integer.BYTES) == SegmentFormat.checksum(salt, summed)
                && EntryKind.of(window.get(at + KIND_OFFSET)).isPresent();
    }

    private static void decode(EntryKind kind, ByteBuffer payload, EntryVisitor visitor) {
        switch (kind) {
            case STREAM ->
                visitor.change(
                        new KeptStream(payload.getLong(), payload.getLong(), text(payload), Bytes.copyOf(payload)));
            case REMOVED -> visitor.change(new RemovedStream(payload.getLong()));
            case TRIMMED -> visitor.change(new TrimmedShard(payload.getLong(), payload.getInt(), payload.getLong()));
            case POSITIONS -> visitor.change(positions(payload));
            case SNAPSHOT_END -> visitor.snapshotEnd(lengths(payload));
            case RECORDS -> {
                while (visitor.wantsRecords() && payload.hasRemaining()) {
                    visitor.change(record(payload));
                }
            }
        }
    }

    private static Map<Long, Long> lengths(ByteBuffer payload) {
        Map<Long, Long> lengths = new HashMap<>();
        while (payload.hasRemaining()) {
            lengths.put(payload.getLong(), payload.getLong());
        }
        return lengths;
    }

    private static KeptRecord record(ByteBuffer payload) {
        long stream = payload.getLong();
        int shard = payload.getInt();
        long index = payload.getLong();
        long arrival = payload.getLong();
        byte[] key = new byte[payload.getShort() & 0xFFFF];
        payload.get(key);
        byte[] data = new byte[payload.getInt()];
        payload.get(data);
        return new KeptRecord(stream, shard, index, arrival, Bytes.wrap(key), Bytes.wrap(data), 0);
    }

    private static KeptPositions positions(ByteBuffer payload) {
        long stream = payload.getLong();
        String consumer = text(payload);
        List<Position> shards = new ArrayList<>();
        while (payload.hasRemaining()) {
            shards.add(new Position(payload.getInt(), payload.getLong(), payload.get() == 1));
        }
        return new KeptPositions(stream, consumer, shards);
    }

    private static String text(ByteBuffer payload) {
        byte[] utf8 = new byte[payload.getShort() & 0xFFFF];
        payload.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Whether the window has so many bytes from its position on; reads them when the file has them. */
    private boolean fill(int bytes) throws IOException {
        if (window.remaining() >= bytes) {
            return true;
        }
        if (window.capacity() < bytes) {
            window = ByteBuffer.allocate(bytes).put(window);
        } else {
            window.compact();
        }
        int read = 0;
        while (window.position() < bytes && read >= 0) {
            read = channel.read(window);
            windowEnd += Math.max(0, read);
        }
        window.flip();
        return window.remaining() >= bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
