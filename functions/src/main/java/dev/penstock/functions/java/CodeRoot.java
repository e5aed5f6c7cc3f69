package dev.penstock.functions.java;

import dev.penstock.functions.java.guest.CodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * One place of a function's class path. Jars are opened by us, not through the JDK's URL cache: closing them then frees
 * the file and disturbs no other environment that reads the same jar.
 */
sealed interface CodeRoot extends AutoCloseable {

    /** The content of a file, or null when it is not here. */
    byte @Nullable [] read(String path) throws IOException;

    /** Where a file is, or null when it is not here. */
    @Nullable
    URL locate(String path);

    /** Where this root is. */
    URL location();

    @Nullable
    Manifest manifest() throws IOException;

    @Override
    void close();

    /** The class path of a function, in the order of {@link CodePath}. */
    static List<CodeRoot> of(Path taskRoot, List<Path> layers) throws IOException {
        List<CodeRoot> roots = new ArrayList<>();
        try {
            for (Path path : CodePath.of(taskRoot, layers)) {
                roots.add(
                        Files.isDirectory(path)
                                ? new Folder(path)
                                : new Jar(
                                        path,
                                        // Not verified: rewritten classes would not match the signatures.
                                        new JarFile(
                                                path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())));
            }
            return roots;
        } catch (IOException failure) {
            roots.forEach(CodeRoot::close);
            throw failure;
        }
    }

    /** A folder of classes and resources. */
    record Folder(Path folder) implements CodeRoot {

        @Override
        public byte @Nullable [] read(String path) throws IOException {
            Path file = resolve(path);
            return file != null && Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
        }

        @Override
        public @Nullable URL locate(String path) {
            Path file = resolve(path);
            return file != null && Files.exists(file) ? url(file.toUri()) : null;
        }

        @Override
        public URL location() {
            return url(folder.toUri());
        }

        @Override
        public @Nullable Manifest manifest() throws IOException {
            Path file = folder.resolve(JarFile.MANIFEST_NAME);
            if (!Files.isRegularFile(file)) {
                return null;
            }
            try (InputStream content = Files.newInputStream(file)) {
                return new Manifest(content);
            }
        }

        @Override
        public void close() {}

        private @Nullable Path resolve(String path) {
            Path file = folder.resolve(path).normalize();
            return file.startsWith(folder) ? file : null;
        }
    }

    /** A jar, with its multi-release classes. */
    record Jar(Path path, JarFile jar) implements CodeRoot {

        @Override
        public byte @Nullable [] read(String name) throws IOException {
            JarEntry entry = jar.getJarEntry(name);
            if (entry == null || entry.isDirectory()) {
                return null;
            }
            try (InputStream content = jar.getInputStream(entry)) {
                return content.readAllBytes();
            }
        }

        @Override
        public @Nullable URL locate(String name) {
            JarEntry entry = jar.getJarEntry(name);
            if (entry == null) {
                return null;
            }
            try {
                String rawName = new URI(null, null, "/" + entry.getRealName(), null).getRawPath();
                return url(URI.create("jar:" + path.toUri() + "!" + rawName));
            } catch (URISyntaxException impossible) {
                throw new IllegalArgumentException(name, impossible);
            }
        }

        @Override
        public URL location() {
            return url(path.toUri());
        }

        @Override
        public @Nullable Manifest manifest() throws IOException {
            return jar.getManifest();
        }

        @Override
        public void close() {
            try {
                jar.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(uri.toString(), impossible);
        }
    }
}
