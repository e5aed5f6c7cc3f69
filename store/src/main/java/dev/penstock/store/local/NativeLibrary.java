package dev.penstock.store.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the SQLite that DynamoDB Local carries. Left alone, it writes the library into the folder for temporary files
 * and leaves it there until the JVM ends, longer if the JVM is killed. Here it gets a folder of its own, which is
 * deleted as soon as the library is loaded; where the system forbids that (Windows), at the end of the JVM.
 */
final class NativeLibrary {
    private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";
    private static final String LOADER =
            "software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader";

    /** The property belongs to the whole JVM: two stores that start at once take turns. */
    private static final Object PROPERTY_LOCK = new Object();

    private NativeLibrary() {}

    static void load(ClassLoader loader) throws ReflectiveOperationException, IOException {
        Path folder = Files.createTempDirectory("penstock-sqlite");
        folder.toFile().deleteOnExit(); // before the library in it: these run in reverse order
        synchronized (PROPERTY_LOCK) {
            String before = System.setProperty(FOLDER_PROPERTY, folder.toString());
            try {
                loader.loadClass(LOADER).getMethod("initialize").invoke(null);
            } finally {
                if (before == null) {
                    System.clearProperty(FOLDER_PROPERTY);
                } else {
                    System.setProperty(FOLDER_PROPERTY, before);
                }
            }
        }
        delete(folder);
    }

    private static void delete(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException inUse) {
            log.debug("{} stays until the end of the JVM", folder, inUse);
        }
    }
}
