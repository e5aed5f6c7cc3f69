package dev.penstock.functions.process;

import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.platform.lifecycle.StartException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Our script that runs in the child, written to a temporary folder when first needed. Guarded by {@code lock}. */
final class Bootstrap implements AutoCloseable {
    /** Name of the script in the folder. */
    static final String SCRIPT = "penstock_bootstrap.py";

    private static final String RESOURCE = "bootstrap.py";

    private final Object lock = new Object();
    private @Nullable Path folder;
    private boolean closed;

    /** The folder that holds the script. */
    Path folder() {
        synchronized (lock) {
            if (closed) {
                throw new StartException("functions: no Python function can start, Penstock is shutting down");
            }
            Path written = folder;
            if (written == null) {
                written = write();
                folder = written;
            }
            return written;
        }
    }

    private static Path write() {
        try (InputStream script = Bootstrap.class.getResourceAsStream(RESOURCE)) {
            if (script == null) {
                throw new FileNotFoundException(RESOURCE);
            }
            Path target = Files.createTempDirectory("penstock-bootstrap-");
            Files.copy(script, target.resolve(SCRIPT));
            return target;
        } catch (IOException failure) {
            throw new StartException(
                    "functions: cannot write the Python bootstrap to the temporary folder: " + failure, failure);
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
        }
    }
}
