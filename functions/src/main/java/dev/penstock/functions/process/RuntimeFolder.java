package dev.penstock.functions.process;

import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.platform.lifecycle.StartException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our scripts that run in children, written to a temporary folder when first needed ({@code LAMBDA_RUNTIME_DIR}). The
 * folder is locked while we live; folders that nobody locks were left by a JVM that was killed and are deleted. Guarded
 * by {@code lock}.
 */
final class RuntimeFolder implements AutoCloseable {
    /** Runs Python handlers. */
    static final String PYTHON = "penstock_bootstrap.py";

    /** Runs Node.js handlers. */
    static final String NODE = "penstock_bootstrap.cjs";

    private static final Logger log = LoggerFactory.getLogger(RuntimeFolder.class);
    private static final String PREFIX = "penstock-runtime-";
    private static final String LOCK = "lock";

    /**
     * Of the folders of this JVM. Looking at the lock of one of them would give it up: POSIX drops all locks of a process on
     * a file when the process closes any of its handles.
     */
    private static final String OWN = PREFIX + ownName() + "-";

    private final Object lock = new Object();
    private @Nullable Path folder;
    private @Nullable FileChannel held;
    private boolean closed;

    /** The folder that holds the scripts. */
    Path path() {
        synchronized (lock) {
            if (closed) {
                throw new StartException("functions: no function can start, Penstock is shutting down");
            }
            Path written = folder;
            return written == null ? write() : written;
        }
    }

    private Path write() {
        try {
            Path target = Files.createTempDirectory(OWN);
            deleteStale(target);
            Path unnamed = target.resolve(LOCK + ".new");
            FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            held = channel;
            channel.lock();
            Files.move(unnamed, target.resolve(LOCK)); // nobody sees a lock file that is not locked
            copy("bootstrap.py", target.resolve(PYTHON));
            copy("bootstrap.cjs", target.resolve(NODE));
            folder = target;
            return target;
        } catch (IOException failure) {
            throw new StartException(
                    "functions: cannot write the bootstraps to the temporary folder: " + failure, failure);
        }
    }

    /** The process, and when it began: its number comes again. */
    private static String ownName() {
        ProcessHandle self = ProcessHandle.current();
        String began = self.info()
                .startInstant()
                .map(at -> Long.toString(at.toEpochMilli(), Character.MAX_RADIX))
                .orElse("0");
        return self.pid() + "-" + began;
    }

    private static void copy(String resource, Path target) throws IOException {
        try (InputStream script = RuntimeFolder.class.getResourceAsStream(resource)) {
            if (script == null) {
                throw new FileNotFoundException(resource);
            }
            Files.copy(script, target);
        }
    }

    private static void deleteStale(Path own) throws IOException {
        Path parent = own.toAbsolutePath().getParent();
        try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path other : others) {
                if (!other.getFileName().toString().startsWith(OWN) && isStale(other)) {
                    CodeFolder.deleteTree(other);
                }
            }
        }
    }

    /** A folder without a lock file is being made at this moment. */
    private static boolean isStale(Path other) {
        try (FileChannel channel = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock ours = channel.tryLock()) {
            return ours != null;
        } catch (IOException | OverlappingFileLockException inUse) {
            log.debug("{} is in use, or another user's", other, inUse);
            return false;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (folder != null) {
                CodeFolder.deleteTree(folder);
                folder = null;
            }
            closeLock();
        }
    }

    private void closeLock() {
        try {
            if (held != null) {
                held.close();
                held = null;
            }
        } catch (IOException failure) {
            log.debug("lock of the runtime folder", failure);
        }
    }
}
