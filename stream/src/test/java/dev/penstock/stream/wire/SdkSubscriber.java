package dev.penstock.stream.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

/** Collects the events of one subscription of the SDK, as fast as it is told to: at first it asks for none. */
final class SdkSubscriber implements Subscriber<SubscribeToShardEventStream> {
    final List<SubscribeToShardEvent> events = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> result = new CompletableFuture<>();
    private final CompletableFuture<Subscription> opened = new CompletableFuture<>();

    SubscribeToShardResponseHandler handler() {
        return SubscribeToShardResponseHandler.builder()
                .onEventStream(publisher -> publisher.subscribe(this))
                .build();
    }

    /** Takes all events from now on. */
    SdkSubscriber takeAll() {
        opened.thenAccept(subscription -> subscription.request(Long.MAX_VALUE));
        return this;
    }

    void cancel() {
        opened.thenAccept(Subscription::cancel);
    }

    /** Whether the answer has begun. */
    boolean isOpen() {
        return opened.isDone();
    }

    /** Data of all records. */
    List<String> data() {
        List<String> data = new ArrayList<>();
        events.forEach(event ->
                event.records().forEach(received -> data.add(received.data().asUtf8String())));
        return data;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        opened.complete(subscription);
    }

    @Override
    public void onNext(SubscribeToShardEventStream event) {
        if (event instanceof SubscribeToShardEvent records) {
            events.add(records);
        }
    }

    @Override
    public void onError(Throwable failure) {
        // told by the result as well
    }

    @Override
    public void onComplete() {
        // told by the result as well
    }
}
