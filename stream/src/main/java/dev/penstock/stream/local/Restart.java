package dev.penstock.stream.local;

import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.stream.StreamSettings;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Brings streams back from the journal, before anything serves. Used once. */
final class Restart implements Journal.Recovery {
    private final Map<Long, StreamState> restored = new HashMap<>();
    private final Function<Journal.KeptStream, StreamState> open;
    private final StreamSettings settings;
    private long missingBytes;

    /** @param open makes a stream out of its image */
    Restart(Function<Journal.KeptStream, StreamState> open, StreamSettings settings) {
        this.open = open;
        this.settings = settings;
    }

    /** @throws StartException when the memory budget is too small for what was kept */
    void run(Journal journal) {
        long run = journal.open(this);
        if (missingBytes > 0) {
            long held =
                    restored.values().stream().mapToLong(s -> s.budget().held()).sum();
            throw new StartException(
                    ("stream.persistence: the records that were kept take %d bytes of memory, more than"
                                    + " stream.maxBytes (%d in total) or stream.maxBytesPerStream (%d) allow; raise them, and the"
                                    + " heap (-Xmx) when they follow from it. Nothing is lost")
                            .formatted(held + missingBytes, settings.maxBytesTotal(), settings.maxBytesPerStream()));
        }
        restored.values().forEach(stream -> stream.serveAgain(Journal.firstIndex(run)));
    }

    @Override
    public void stream(Journal.KeptStream kept) {
        try {
            restored.put(kept.id(), open.apply(kept));
        } catch (UncheckedIOException newer) {
            throw new StartException(
                    ("stream.persistence: the kept image of stream %s is not understood (%s); use the Penstock that wrote"
                                    + " it")
                            .formatted(kept.name(), newer.getMessage()),
                    newer);
        }
    }

    @Override
    public void positions(Journal.KeptPositions positions) {
        of(positions.streamId()).restore(positions);
    }

    @Override
    public void record(Journal.KeptRecord record) {
        missingBytes += of(record.streamId()).restore(record);
    }

    private StreamState of(long streamId) {
        StreamState stream = restored.get(streamId);
        if (stream == null) {
            throw new AssertionError(
                    "the journal gave something of stream %d back, but not the stream".formatted(streamId));
        }
        return stream;
    }
}
