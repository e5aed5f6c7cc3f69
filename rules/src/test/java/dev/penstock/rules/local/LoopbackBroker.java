package dev.penstock.rules.local;

import dev.penstock.broker.BrokerCounters;
import dev.penstock.broker.MessageBroker;
import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.PublishListener;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.time.Time;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker without devices: what is published goes to the rules, as the real one does it. */
final class LoopbackBroker implements MessageBroker {
    private final Time time;
    private final AtomicInteger next = new AtomicInteger();
    private final List<PublishedMessage> published = new CopyOnWriteArrayList<>();
    private volatile PublishListener listener = message -> {
        throw new IllegalStateException("no listener");
    };

    LoopbackBroker(Time time) {
        this.time = time;
    }

    List<String> topics() {
        return published.stream().map(PublishedMessage::topic).toList();
    }

    PublishedMessage message(int index) {
        return published.get(index);
    }

    CompletionStage<Void> publish(String topic, String payload, String clientId) {
        return publish(topic, Bytes.utf8(payload), 1, clientId);
    }

    @Override
    public CompletionStage<Void> publish(
            String topic, Bytes payload, int qos, String clientId, MessageProperties properties) {
        PublishedMessage message = new PublishedMessage(
                "%08d".formatted(next.incrementAndGet()),
                topic,
                payload,
                qos,
                false,
                clientId,
                time.now(),
                "",
                "",
                properties);
        published.add(message);
        return listener.accept(message);
    }

    @Override
    public void onPublish(PublishListener rules) {
        listener = rules;
    }

    @Override
    public int mqttPort() {
        return 0;
    }

    @Override
    public BrokerCounters counters() {
        return new BrokerCounters(0, 0, 0, 0);
    }

    @Override
    public String name() {
        return "broker";
    }

    @Override
    public void start() {}

    @Override
    public void close() {}
}
