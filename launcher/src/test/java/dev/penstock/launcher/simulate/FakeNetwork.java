package dev.penstock.launcher.simulate;

import dev.penstock.platform.data.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A network whose answers the test gives; for one device. */
final class FakeNetwork implements DeviceConnection, DeviceConnection.Factory {
    final List<String> calls = new ArrayList<>();
    private final List<CompletableFuture<Void>> unacknowledged = new ArrayList<>();
    private Consumer<Throwable> lost = cause -> {};
    private boolean refusing;

    @Override
    public DeviceConnection create(String clientId, Consumer<Throwable> whenLost) {
        calls.add("client " + clientId);
        lost = whenLost;
        return this;
    }

    @Override
    public CompletionStage<Void> connect() {
        calls.add("connect");
        return refusing
                ? CompletableFuture.failedFuture(new IllegalStateException("refused"))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> subscribe(String topic, Consumer<Bytes> receiver) {
        calls.add("subscribe " + topic);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> publish(String topic, Bytes payload) {
        calls.add("publish " + payload.utf8());
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        unacknowledged.add(acknowledged);
        return acknowledged;
    }

    @Override
    public CompletionStage<Void> disconnect() {
        calls.add("disconnect");
        return CompletableFuture.completedFuture(null);
    }

    void refuse(boolean now) {
        refusing = now;
    }

    void acknowledge() {
        unacknowledged.remove(0).complete(null);
    }

    void lose() {
        List<CompletableFuture<Void>> open = List.copyOf(unacknowledged);
        unacknowledged.clear();
        open.forEach(message -> message.completeExceptionally(new IllegalStateException("connection lost")));
        lost.accept(new IllegalStateException("connection lost"));
    }

    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }
}
