package dev.penstock.functions;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.joda.time.DateTime;

/** Function code on disk, as a user would have it. */
public final class FunctionFolder {
    private static final String HANDLERS = "example/handlers";

    private FunctionFolder() {}

    /** The classes of {@code example.handlers} at the root, the events library in {@code lib/}. */
    public static Path java(Path folder) throws IOException {
        Path classes = locationOf(FunctionFolder.class).resolve(HANDLERS);
        Files.createDirectories(folder.resolve(HANDLERS));
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        folder.resolve(HANDLERS).resolve(file.getFileName().toString()));
            }
        }
        Files.createDirectories(folder.resolve("lib"));
        for (Path jar : List.of(locationOf(KinesisEvent.class), locationOf(DateTime.class))) {
            Files.copy(jar, folder.resolve("lib").resolve(jar.getFileName().toString()));
        }
        return folder;
    }

    /** One Python module, {@code app.py}. */
    public static Path python(Path folder, String source) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("app.py"), source);
        return folder;
    }

    /** A jar with one class of the test class path, which says that it is of this version. */
    public static void jar(Path jar, String version, Class<?> content) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        String name = content.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream classFile = content.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new ZipEntry(name));
            classFile.transferTo(out);
        }
    }

    /** The folder as a zip beside it. */
    public static Path zip(Path folder) throws IOException {
        Path target = folder.resolveSibling(folder.getFileName() + ".zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return target;
    }

    private static Path locationOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
