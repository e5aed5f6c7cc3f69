package dev.penstock.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The compiled handlers of the tests as a code folder, so that they are loaded as a user's code is. */
final class HandlerFolder {
    private static final String PACKAGE = "dev/penstock/launcher/handlers";

    private HandlerFolder() {}

    /** Copies the handlers below {@code parent} and returns the folder to use as {@code CodeUri}. */
    static Path create(Path parent) {
        Path source = Path.of("target/test-classes", PACKAGE);
        Path folder = parent.resolve("code");
        try {
            Files.createDirectories(folder.resolve(PACKAGE));
            List<Path> classes;
            try (var files = Files.list(source)) {
                classes = files.toList();
            }
            for (Path file : classes) {
                Files.copy(file, folder.resolve(PACKAGE).resolve(file.getFileName()));
            }
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
