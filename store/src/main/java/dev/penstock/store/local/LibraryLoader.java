package dev.penstock.store.local;

import dev.penstock.platform.lifecycle.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of DynamoDB Local and of all its dependencies, apart from ours: the parent is the platform loader. In
 * front of the jars stands a small folder of ours that silences their logging.
 */
final class LibraryLoader extends URLClassLoader {
    private static final Logger log = LoggerFactory.getLogger(LibraryLoader.class);
    private static final String QUIET_FOLDER = "dynamodb-local/";
    private static final String QUIET_FILE = "log4j2.component.properties";

    private LibraryLoader(List<URL> jars) {
        super("dynamodb-local", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** @throws StartException when the folder is not there or does not hold DynamoDB Local */
    static LibraryLoader of(Path folder) {
        List<Path> jars = jarsIn(folder);
        if (jars.stream().noneMatch(jar -> jar.getFileName().toString().startsWith("DynamoDBLocal-"))) {
            throw new StartException(
                    "store: DynamoDB Local is not in %s; run 'mvn package', which collects it there, or use another DynamoDB with --dynamodb-endpoint URL"
                            .formatted(folder.toAbsolutePath().normalize()));
        }
        try {
            List<URL> urls = new ArrayList<>();
            urls.add(quietFolder());
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
            return new LibraryLoader(urls);
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static List<Path> jarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
            List<Path> jars = new ArrayList<>();
            found.forEach(jars::add);
            jars.sort(null);
            return jars;
        } catch (IOException failure) {
            throw new StartException("store: cannot read %s: %s".formatted(folder, failure.getMessage()), failure);
        }
    }

    /** The folder of our own jar (or of the build) that holds the settings: its address ends in a slash. */
    private static URL quietFolder() throws MalformedURLException {
        String file = Objects.requireNonNull(LibraryLoader.class.getResource(QUIET_FOLDER + QUIET_FILE))
                .toString();
        return new URL(file.substring(0, file.length() - QUIET_FILE.length()));
    }

    /** Runs something with this loader as the thread's context class loader: log4j and Jetty look things up there. */
    <T> T asContext(Callable<T> body) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return body.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    boolean hasLoaded(String className) {
        return findLoadedClass(className) != null;
    }

    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException failure) {
            log.debug("the jars of DynamoDB Local did not close cleanly", failure);
        }
    }
}
