package dev.penstock.broker;

import java.util.Queue;
import java.util.concurrent.Flow;

/** Collects the lines of an answer that does not end. */
record LineCollector(Queue<String> lines) implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
