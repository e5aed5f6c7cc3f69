package dev.penstock.bench.load;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamPersistence;
import dev.penstock.stream.StreamPersistence.Fsync;
import dev.penstock.stream.StreamSettings;
import dev.penstock.stream.StreamSpec;
import dev.penstock.stream.Streams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Puts of 100 bytes into streams that are kept on disk, by 1 and 16 writers that each wait for their answer, under each
 * fsync policy; beside it, as the floor, a file that grows by as many bytes and is forced each time.
 *
 * <p>Usage: {@code JournalLoad DIRECTORY}, on the disk to measure; what it writes there is deleted.
 */
public final class JournalLoad {
    private static final long SECONDS = 5;
    private static final int ENTRY_BYTES = 160;
    private static final String STREAM = "bench";

    private final Path directory;

    private JournalLoad(Path directory) {
        this.directory = directory;
    }

    /** Prints one line per measurement. */
    public static void main(String[] args) throws Exception {
        JournalLoad load = new JournalLoad(Files.createTempDirectory(Path.of(args[0]), "journal"));
        try {
            load.floor();
            for (Fsync fsync : List.of(Fsync.always(), Fsync.every(Duration.ofMillis(100)), Fsync.never())) {
                for (int writers : List.of(1, 16)) {
                    load.puts(fsync, writers);
                }
                load.floor(); // again and again: the disk may have other users
            }
        } finally {
            load.delete();
        }
    }

    private void floor() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(ENTRY_BYTES);
        try (FileChannel file =
                FileChannel.open(Files.createTempFile(directory, "floor", ""), StandardOpenOption.WRITE)) {
            long start = System.nanoTime();
            long forces = 0;
            while (System.nanoTime() - start < SECONDS * 1_000_000_000L) {
                file.write(bytes.rewind());
                file.force(false);
                forces++;
            }
            print("floor: append %d bytes and force: %,.0f per second", ENTRY_BYTES, perSecond(forces, start));
        }
    }

    private void puts(Fsync fsync, int writers) throws InterruptedException {
        Path kept = directory.resolve(fsync.when() + "-" + writers);
        StreamSettings settings = StreamSettings.defaults()
                .withPersistence(new StreamPersistence(kept, fsync, StreamPersistence.DEFAULT_MAX_BYTES));
        try (SystemTime time = new SystemTime();
                Streams streams =
                        StreamFactory.local(AwsIdentity.DEFAULT, time, settings).streams()) {
            streams.start();
            streams.create(new StreamSpec(STREAM, 4, StreamSpec.DEFAULT_RETENTION));
            LongAdder done = new LongAdder();
            List<Thread> running = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < writers; i++) {
                int writer = i;
                running.add(new Thread(() -> put(streams, writer, start + SECONDS * 1_000_000_000L, done)));
            }
            running.forEach(Thread::start);
            for (Thread thread : running) {
                thread.join();
            }
            print(
                    "put 100 B, fsync %s, %2d writers: %,.0f acknowledged per second",
                    fsync.when(), writers, perSecond(done.sum(), start));
        }
    }

    private static void put(Streams streams, int writer, long end, LongAdder done) {
        Bytes data = Bytes.wrap(new byte[100]);
        for (int i = 0; System.nanoTime() < end; i++) {
            streams.put(STREAM, "device-" + (writer + 16 * (i % 64)), data)
                    .toCompletableFuture()
                    .join();
            done.increment();
        }
    }

    private static double perSecond(long count, long startNanos) {
        return count * 1e9 / (System.nanoTime() - startNanos);
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(JournalLoad::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
