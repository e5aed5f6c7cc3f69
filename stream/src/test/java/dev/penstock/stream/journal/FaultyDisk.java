package dev.penstock.stream.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The file system, with room for so many bytes, forces that can fail or wait, and cutting off that can fail. */
final class FaultyDisk implements Disk {
    final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    final AtomicInteger forces = new AtomicInteger();
    final Semaphore forcing = new Semaphore(Integer.MAX_VALUE / 2);
    volatile boolean failForce;
    volatile boolean failTruncate;

    @Override
    public Output create(Path file) throws IOException {
        return new FaultyOutput(Disk.fileSystem().create(file));
    }

    @Override
    public void delete(Path file) throws IOException {
        Disk.fileSystem().delete(file);
    }

    private final class FaultyOutput implements Output {
        private final Output real;

        FaultyOutput(Output real) {
            this.real = real;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            int fits = (int) Math.min(bytes.remaining(), room.get());
            room.addAndGet(-fits);
            boolean whole = fits == bytes.remaining();
            real.write(bytes.limit(bytes.position() + fits));
            if (!whole) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void force() throws IOException {
            forces.incrementAndGet();
            forcing.acquireUninterruptibly();
            forcing.release();
            if (failForce) {
                throw new IOException("Input/output error");
            }
            real.force();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            if (failTruncate) {
                throw new IOException("Read-only file system");
            }
            real.truncate(bytes);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
