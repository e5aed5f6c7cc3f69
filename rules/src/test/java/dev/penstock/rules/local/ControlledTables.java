package dev.penstock.rules.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.store.TableSpec;
import dev.penstock.store.Tables;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tables that keep the requests they get. */
final class ControlledTables implements Tables {
    /** @param values the item, or the attributes to set; empty for a deletion */
    record Request(String operation, String table, Map<String, ?> key, Map<String, ?> values) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<AwsException> failures = new ArrayDeque<>();

    void failNext(AwsException failure) {
        failures.add(failure);
    }

    List<Request> requests() {
        return requests;
    }

    private CompletionStage<Void> answer(Request request) {
        requests.add(request);
        AwsException failure = failures.poll();
        return failure == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
    }

    @Override
    public CompletionStage<Void> put(String table, Map<String, ?> item) {
        return answer(new Request("put", table, Map.of(), item));
    }

    @Override
    public CompletionStage<Void> update(String table, Map<String, ?> key, Map<String, ?> attributes) {
        return answer(new Request("update", table, key, attributes));
    }

    @Override
    public CompletionStage<Void> delete(String table, Map<String, ?> key) {
        return answer(new Request("delete", table, key, Map.of()));
    }

    @Override
    public CompletionStage<Optional<Map<String, Object>>> item(String table, Map<String, ?> key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public URI endpoint() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void create(TableSpec spec) {}

    @Override
    public Optional<String> streamArn(String table) {
        return Optional.empty();
    }

    @Override
    public CompletionStage<JsonNode> askStreams(String operation, JsonNode input) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public long count(String table) {
        return 0;
    }

    @Override
    public List<Map<String, Object>> items(String table) {
        return List.of();
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}
