package dev.penstock.store.local;

import dev.penstock.platform.lifecycle.Component;
import dev.penstock.platform.lifecycle.StartException;
import dev.penstock.platform.time.Time;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DynamoDB Local in this JVM: in memory, one database for all credentials and regions, on a free port of the loopback
 * address. Its jars stay in a folder of their own and in a class loader of their own, because their licence forbids
 * merging them into ours and because they bring other versions of what we use. Guarded by {@code lock}.
 */
public final class DynamoDbLocal implements Component {
    private static final Logger log = LoggerFactory.getLogger(DynamoDbLocal.class);

    private final Object lock = new Object();
    private final Path libraryFolder;
    private final Time time;
    private @Nullable LibraryLoader loader;
    private @Nullable JettyServer server;

    /** @param libraryFolder the folder with the jars of DynamoDB Local */
    public DynamoDbLocal(Path libraryFolder, Time time) {
        this.libraryFolder = libraryFolder;
        this.time = time;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public void start() {
        synchronized (lock) {
            long begun = time.millis();
            LibraryLoader opened = LibraryLoader.of(libraryFolder);
            loader = opened;
            try {
                server = opened.asContext(() -> {
                    NativeLibrary.load(opened);
                    return JettyServer.start(opened);
                });
            } catch (Exception | LinkageError failure) {
                close();
                throw new StartException(
                        "store: DynamoDB Local from %s does not start: %s; run 'mvn package' again, or use another DynamoDB with --dynamodb-endpoint URL"
                                .formatted(libraryFolder, failure),
                        failure);
            }
            log.debug("DynamoDB Local listens on {} after {} ms", endpoint(), time.millis() - begun);
        }
    }

    /** Where it listens, for example {@code http://127.0.0.1:40211}; only after {@link #start}. */
    public URI endpoint() {
        synchronized (lock) {
            if (server == null) {
                throw new IllegalStateException("DynamoDB Local is not started");
            }
            return URI.create("http://127.0.0.1:" + server.port());
        }
    }

    /** Stops the server and ends its threads, also those that DynamoDB Local itself would leave behind. */
    @Override
    public void close() {
        synchronized (lock) {
            JettyServer running = server;
            LibraryLoader opened = loader;
            server = null;
            loader = null;
            if (running != null) {
                running.stop();
            }
            if (opened != null) {
                LoaderThreads.end(opened);
                opened.close();
            }
        }
    }

    /** For tests: whether DynamoDB Local has loaded a class. */
    boolean hasLoaded(String className) {
        synchronized (lock) {
            return loader != null && loader.hasLoaded(className);
        }
    }
}
