package dev.penstock.broker.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.broker.PublishedMessage;
import dev.penstock.broker.service.TopicMatch;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.wire.BodySource;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One reader of the feed: a server-sent event {@code message} for each message, {@code missed} with a number for those
 * that did not find room. Guarded by {@code lock}.
 */
final class Watcher implements BodySource {
    static final int MAX_MESSAGES = 1_000;
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final Bytes HELLO = Bytes.utf8(": subscribed\n\n");

    private final Object lock = new Object();
    private final String filter;
    private final Consumer<Watcher> onClose;
    private final Deque<PublishedMessage> queue = new ArrayDeque<>();
    private @Nullable Outlet outlet;
    private boolean greeted;
    private int bytes;
    private long missed;

    Watcher(String filter, Consumer<Watcher> onClose) {
        this.filter = filter;
        this.onClose = onClose;
    }

    void offer(PublishedMessage message) {
        if (!TopicMatch.matches(filter, message.topic())) {
            return;
        }
        Outlet wake;
        synchronized (lock) {
            int size = message.weight();
            if (queue.size() >= MAX_MESSAGES || bytes + size > MAX_BYTES) {
                missed++;
            } else {
                queue.add(message);
                bytes += size;
            }
            wake = outlet;
        }
        if (wake != null) {
            wake.wake();
        }
    }

    @Override
    public void open(Outlet opened) {
        synchronized (lock) {
            outlet = opened;
        }
        opened.wake();
    }

    @Override
    public Optional<Bytes> next() {
        PublishedMessage message;
        synchronized (lock) {
            if (!greeted) {
                greeted = true;
                return Optional.of(HELLO);
            }
            message = queue.poll();
            if (message == null) {
                return missedEvent();
            }
            bytes -= message.weight();
        }
        return Optional.of(event("message", document(message)));
    }

    private Optional<Bytes> missedEvent() {
        if (missed == 0) {
            return Optional.empty();
        }
        ObjectNode count = Json.MAPPER.createObjectNode().put("count", missed);
        missed = 0;
        return Optional.of(event("missed", count));
    }

    private static Bytes event(String name, ObjectNode data) {
        return Bytes.utf8("event: %s\ndata: %s\n\n".formatted(name, data));
    }

    private static ObjectNode document(PublishedMessage message) {
        ObjectNode document = Json.MAPPER
                .createObjectNode()
                .put("id", message.id())
                .put("topic", message.topic())
                .put("qos", message.qos())
                .put("retain", message.retain())
                .put("clientId", message.clientId())
                .put("timestamp", message.receivedAt().toEpochMilli());
        text(message.payload())
                .ifPresentOrElse(
                        text -> document.put("payload", text),
                        () -> document.put("payloadBase64", message.payload().base64()));
        if (!message.properties().userProperties().isEmpty()) {
            ObjectNode pairs = document.putObject("userProperties");
            message.properties()
                    .userProperties()
                    .forEach(pair -> pairs.withArray(pair.name()).add(pair.value()));
        }
        return document;
    }

    private static Optional<String> text(Bytes payload) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload.shared()))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    @Override
    public boolean atEnd() {
        return false;
    }

    @Override
    public void close() {
        onClose.accept(this);
        synchronized (lock) {
            outlet = null;
            queue.clear();
        }
    }
}
