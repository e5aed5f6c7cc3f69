package dev.penstock.functions.local;

import dev.penstock.functions.runtime.CodeFolder;
import dev.penstock.platform.data.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Zips that came over the wire, in a temporary folder. Guarded by the lock of the catalog. */
final class KeptCode implements AutoCloseable {
    private @Nullable Path folder;

    Path keep(Bytes zip) {
        try {
            Path into = folder;
            if (into == null) {
                into = Files.createTempDirectory("penstock-code-");
                folder = into;
            }
            Path file = into.resolve(UUID.randomUUID() + ".zip");
            try (OutputStream out = Files.newOutputStream(file)) {
                zip.writeTo(out);
            }
            check(file);
            return file;
        } catch (IOException full) {
            throw new UncheckedIOException("the code cannot be kept in the folder for temporary files", full);
        }
    }

    private static void check(Path file) throws IOException {
        try (ZipFile readable = new ZipFile(file.toFile())) {
            if (readable.size() == 0) {
                throw new ZipException("it is empty");
            }
        } catch (ZipException malformed) {
            Files.delete(file);
            throw FunctionErrors.invalid(
                    "Could not unzip uploaded file. Please check your file, then try to upload again.");
        }
    }

    /** Whether a function's code is one of these zips, which nobody changes. */
    boolean has(Path code) {
        Path into = folder;
        return into != null && code.startsWith(into);
    }

    /** Nobody needs it any more. */
    void discard(Path code) {
        if (has(code)) {
            CodeFolder.deleteTree(code);
        }
    }

    @Override
    public void close() {
        Path into = folder;
        folder = null;
        if (into != null) {
            CodeFolder.deleteTree(into);
        }
    }
}
