package dev.penstock.functions.wire;

import dev.penstock.platform.data.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Code as a client uploads it: a zip with one module, {@code app.py}. */
public final class PythonZip {
    public static final String ECHO = "def handler(event, context):\n    return event\n";

    private PythonZip() {}

    public static Bytes of(String source) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            ZipEntry entry = new ZipEntry("app.py");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(Bytes.utf8(source).shared());
            zip.closeEntry();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.wrap(bytes.toByteArray());
    }
}
