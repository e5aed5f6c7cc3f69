package dev.penstock.stream.journal;

import dev.penstock.platform.lifecycle.StartException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Keeps others out of a directory. Other processes by a lock on the file {@code lock}, which the operating system ends
 * with the process. Other pipelines of this process by a file named after it: POSIX gives up a process's lock when any
 * channel on the file is closed, so a second pipeline must not even open it.
 */
final class DirectoryLock implements Closeable {
    private static final String LOCK = "lock";
    private static final String OWNER = "owner-";

    private final FileChannel channel;
    private final Path owner;

    private DirectoryLock(FileChannel channel, Path owner) {
        this.channel = channel;
        this.owner = owner;
    }

    /** @throws StartException when the directory is in use or cannot be used */
    static DirectoryLock take(Path directory) {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
        Path owner = directory.resolve(OWNER + self.pid() + "-" + started);
        try {
            Files.createDirectories(directory);
            Files.createFile(owner);
        } catch (FileAlreadyExistsException samePipelineTwice) {
            throw new StartException(
                    ("stream.persistence: directory %s is in use by another pipeline of this process (%s says so); name"
                                    + " another directory")
                            .formatted(directory, owner.getFileName()));
        } catch (IOException unusable) {
            throw unusable(directory, unusable);
        }
        try {
            return lock(directory, owner);
        } catch (IOException unusable) {
            release(owner);
            throw unusable(directory, unusable);
        } catch (StartException inUse) {
            release(owner);
            throw inUse;
        }
    }

    private static DirectoryLock lock(Path directory, Path owner) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            String process = holder(channel);
            channel.close();
            throw new StartException(
                    "stream.persistence: directory %s is in use by process %s; stop it, or name another"
                                    .formatted(directory, process)
                            + " directory");
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        forgetDead(directory, owner);
        return new DirectoryLock(channel, owner);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(Long.SIZE);
        channel.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
    }

    /** Processes that were killed leave their file behind; the lock is ours, so none of them lives. */
    private static void forgetDead(Path directory, Path own) throws IOException {
        try (DirectoryStream<Path> owners = Files.newDirectoryStream(directory, OWNER + "*")) {
            for (Path owner : owners) {
                if (!owner.equals(own)) {
                    Files.deleteIfExists(owner);
                }
            }
        }
    }

    private static void release(Path owner) {
        try {
            Files.deleteIfExists(owner);
        } catch (IOException failed) {
            // What led here is the failure to tell; the message about this file names it.
            owner.toFile().deleteOnExit();
        }
    }

    private static StartException unusable(Path directory, IOException cause) {
        return new StartException(
                "stream.persistence: cannot use directory %s (%s); name one that this user may write to"
                        .formatted(directory, cause),
                cause);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(owner);
        }
    }
}
