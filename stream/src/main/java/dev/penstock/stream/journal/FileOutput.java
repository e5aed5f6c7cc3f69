package dev.penstock.stream.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file, written at its end. */
final class FileOutput implements Disk.Output {
    private final FileChannel channel;

    FileOutput(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Without the file's times: its length, which reading needs, is forced all the same. */
    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void truncate(long bytes) throws IOException {
        channel.truncate(bytes);
        channel.position(bytes);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
