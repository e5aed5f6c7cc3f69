package dev.penstock.broker.gateway;

import dev.penstock.broker.engine.Inbox;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A PUBLISH of QoS 2: handled when it comes for the first time, then, and each time after, answered with PUBREC. */
final class ExactlyOncePassage implements Passage {
    private static final CompletionStage<?> NOTHING = CompletableFuture.completedStage(null);

    private final Channel channel;
    private final Ingress ingress;
    private final PublishPassage message;
    private final int packetId;
    private final Supplier<Optional<Inbox.Receiver>> receiver;
    private final CompletableFuture<Void> handled = new CompletableFuture<>();
    private Part part = Part.NONE;

    private enum Part {
        /** The client comes with the message on another connection, or had none. */
        NONE,
        FIRST,
        REPEATED
    }

    /**
     * @param message what to do the first time, without an acknowledgement
     * @param receiver of this connection's session, once that is open
     */
    ExactlyOncePassage(
            Channel channel,
            Ingress ingress,
            PublishPassage message,
            int packetId,
            Supplier<Optional<Inbox.Receiver>> receiver) {
        this.channel = channel;
        this.ingress = ingress;
        this.message = message;
        this.packetId = packetId;
        this.receiver = receiver;
    }

    @Override
    public int bytes() {
        return message.bytes();
    }

    @Override
    public CompletionStage<?> begin() {
        Optional<CompletionStage<Void>> claim = receiver.get().flatMap(inbox -> inbox.claim(packetId, handled));
        if (claim.isEmpty()) {
            return NOTHING;
        }
        part = claim.get() == handled ? Part.FIRST : Part.REPEATED;
        return part == Part.FIRST ? message.begin() : claim.get();
    }

    @Override
    public CompletionStage<?> proceed() {
        return part == Part.FIRST ? message.proceed() : NOTHING;
    }

    /** The id is taken before the PUBREC is written, so that a PUBREL finds it. */
    @Override
    public void done() {
        if (part == Part.FIRST) {
            receiver.get().orElseThrow().taken(packetId, handled);
        }
        if (part != Part.NONE && channel.isActive()) {
            ingress.acknowledge(channel.write(Answers.pubRec(packetId)));
        } else {
            ingress.done();
        }
    }

    @Override
    public void failed(Throwable cause) {
        giveUp(cause);
        message.failed(cause);
    }

    @Override
    public void dropped() {
        giveUp(new IllegalStateException("the connection ends"));
        message.dropped();
    }

    private void giveUp(Throwable cause) {
        if (part == Part.FIRST) {
            receiver.get().orElseThrow().givenUp(packetId, handled, cause);
        }
    }
}
