package dev.penstock.store;

import dev.penstock.platform.time.InFlight;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.WireHandler;
import dev.penstock.store.aws.DynamoDbTables;
import dev.penstock.store.local.DynamoDbLocal;
import dev.penstock.store.local.DynamoDbProxy;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Makes the store, local or real, and the door to it on the endpoint. */
public final class StoreFactory {
    private static final String LOCAL_REGION = "us-east-1";

    private StoreFactory() {}

    /** DynamoDB Local inside this JVM, in memory, on a free port of the loopback address. */
    public static Tables local(StoreSettings settings, Time time) {
        DynamoDbLocal server = new DynamoDbLocal(settings.libraryFolder(), time);
        return new TablesOnServer(server, () -> DynamoDbTables.unsigned(server.endpoint(), LOCAL_REGION, time));
    }

    /**
     * The real service, or any server that speaks its API.
     *
     * @param endpoint null means the real service in {@code region}
     * @param time counts the requests in flight
     */
    public static Tables aws(@Nullable URI endpoint, String region, Time time) {
        return endpoint == null ? DynamoDbTables.service(region, time) : DynamoDbTables.at(endpoint, region, time);
    }

    /** As {@link #proxy(Tables, Time)}, without counting what is in flight. */
    public static WireHandler proxy(Tables tables) {
        return new DynamoDbProxy(tables::endpoint, new InFlight().gauge(DynamoDbProxy.HOP));
    }

    /**
     * Passes requests for {@code DynamoDB_20120810} and {@code DynamoDBStreams_20120810} on to a started store, and
     * counts them in flight as {@code store}. Close it, or the endpoint it is registered with, to release its
     * connections.
     */
    public static WireHandler proxy(Tables tables, Time time) {
        return new DynamoDbProxy(tables::endpoint, time.inFlight().gauge(DynamoDbProxy.HOP));
    }
}
