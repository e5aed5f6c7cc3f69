package dev.penstock.stream.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where segments are written: a seam, so that tests can have a disk that is full. */
interface Disk {

    /** Creates a file that is not there yet. */
    Output create(Path file) throws IOException;

    /** Deletes a file if it is there. */
    void delete(Path file) throws IOException;

    /** A file that is being written, at its end. */
    interface Output extends Closeable {

        /** Writes all that remains in the buffer. */
        void write(ByteBuffer bytes) throws IOException;

        /** Returns when the device has all that was written. */
        void force() throws IOException;

        void truncate(long bytes) throws IOException;
    }

    /** The file system. */
    static Disk fileSystem() {
        return new Disk() {
            @Override
            public Output create(Path file) throws IOException {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return new FileOutput(channel);
            }

            @Override
            public void delete(Path file) throws IOException {
                Files.deleteIfExists(file);
            }
        };
    }
}
