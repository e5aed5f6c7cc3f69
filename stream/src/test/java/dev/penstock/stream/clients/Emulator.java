package dev.penstock.stream.clients;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.metrics.MetricStore;
import dev.penstock.platform.time.SystemTime;
import dev.penstock.platform.wire.AwsEndpoint;
import dev.penstock.store.StoreFactory;
import dev.penstock.store.StoreSettings;
import dev.penstock.store.Tables;
import dev.penstock.stream.LocalStreams;
import dev.penstock.stream.StreamFactory;
import dev.penstock.stream.StreamSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Streams and metrics in memory behind one HTTP port, with DynamoDB Local when leases need it: what clients connect to. */
public final class Emulator implements AutoCloseable {
    private static final Path DYNAMODB_LOCAL = Path.of("..", "store", "dynamodb-local", "target", "dynamodb-local");

    private final SystemTime time = new SystemTime();
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final MetricStore metrics = new MetricStore(time, MetricStore.DEFAULT_MAX_BYTES);
    private final LocalStreams streams;
    private final List<Tables> tables;

    private Emulator(boolean withTables) {
        streams = StreamFactory.local(AwsIdentity.DEFAULT, time, StreamSettings.defaults());
        tables = withTables ? List.of(StoreFactory.local(new StoreSettings(DYNAMODB_LOCAL), time)) : List.of();
        endpoint.register(streams.api());
        metrics.serve(endpoint);
        for (Tables store : tables) {
            store.start();
            endpoint.target("DynamoDB_20120810", StoreFactory.proxy(store, time));
        }
        endpoint.start();
    }

    public static Emulator start() {
        return new Emulator(false);
    }

    public static Emulator startWithTables() {
        return new Emulator(true);
    }

    public URI uri() {
        return endpoint.uri();
    }

    public MetricStore metrics() {
        return metrics;
    }

    public SystemTime time() {
        return time;
    }

    @Override
    public void close() {
        endpoint.close();
        streams.streams().close();
        tables.forEach(Tables::close);
        time.close();
    }
}
