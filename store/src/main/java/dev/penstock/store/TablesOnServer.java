package dev.penstock.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.lifecycle.Component;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tables of a server that lives and dies with them. */
final class TablesOnServer implements Tables {
    private final Component server;
    private final Supplier<Tables> client;
    private volatile @Nullable Tables tables;

    /** @param client makes the tables once the server is started */
    TablesOnServer(Component server, Supplier<Tables> client) {
        this.server = server;
        this.client = client;
    }

    @Override
    public String name() {
        return server.name();
    }

    @Override
    public void start() {
        try {
            server.start();
            Tables made = client.get();
            tables = made;
            made.start();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    @Override
    public void close() {
        Tables open = tables;
        if (open != null) {
            open.close();
        }
        server.close();
    }

    @Override
    public URI endpoint() {
        return started().endpoint();
    }

    @Override
    public void create(TableSpec spec) {
        started().create(spec);
    }

    @Override
    public Optional<String> streamArn(String table) {
        return started().streamArn(table);
    }

    @Override
    public CompletionStage<JsonNode> askStreams(String operation, JsonNode input) {
        return started().askStreams(operation, input);
    }

    @Override
    public List<String> names() {
        return started().names();
    }

    @Override
    public long count(String table) {
        return started().count(table);
    }

    @Override
    public List<Map<String, @Nullable Object>> items(String table) {
        return started().items(table);
    }

    @Override
    public CompletionStage<Void> put(String table, Map<String, ? extends @Nullable Object> item) {
        return started().put(table, item);
    }

    @Override
    public CompletionStage<Void> update(
            String table,
            Map<String, ? extends @Nullable Object> key,
            Map<String, ? extends @Nullable Object> attributes) {
        return started().update(table, key, attributes);
    }

    @Override
    public CompletionStage<Void> delete(String table, Map<String, ? extends @Nullable Object> key) {
        return started().delete(table, key);
    }

    @Override
    public CompletionStage<Optional<Map<String, @Nullable Object>>> item(
            String table, Map<String, ? extends @Nullable Object> key) {
        return started().item(table, key);
    }

    private Tables started() {
        Tables open = tables;
        if (open == null) {
            throw new IllegalStateException("the store is not started");
        }
        return open;
    }
}
