package dev.penstock.broker.gateway;

import dev.penstock.broker.PublishedMessage;
import io.netty.channel.Channel;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A publish: accepted by the listener, then routed, then acknowledged. */
final class PublishPassage implements Passage {
    private static final Logger log = LoggerFactory.getLogger(PublishPassage.class);

    private final Channel channel;
    private final Ingress ingress;
    private final PublishedMessage message;
    private final int packetId;
    private final Runnable acknowledged;

    /**
     * @param packetId of a QoS 1 message, to acknowledge; 0 or less when nobody waits for it
     * @param acknowledged told when the PUBACK is being written
     */
    PublishPassage(Channel channel, Ingress ingress, PublishedMessage message, int packetId, Runnable acknowledged) {
        this.acknowledged = acknowledged;
        this.channel = channel;
        this.ingress = ingress;
        this.message = message;
        this.packetId = packetId;
    }

    @Override
    public int bytes() {
        return message.weight();
    }

    @Override
    public CompletionStage<?> begin() {
        return ingress.accept(message);
    }

    @Override
    public CompletionStage<?> proceed() {
        return ingress.route(message);
    }

    @Override
    public void done() {
        if (packetId > 0 && channel.isActive()) {
            acknowledged.run();
            ingress.acknowledge(channel.write(Answers.pubAck(packetId)));
        } else {
            ingress.done();
        }
    }

    @Override
    public void failed(Throwable cause) {
        log.warn(
                "message {} of client {} on {} was not accepted: it is not acknowledged and the connection is closed, so that"
                        + " the client sends it again",
                message.id(),
                message.clientId(),
                message.topic(),
                cause);
        ingress.done();
    }

    @Override
    public void dropped() {
        log.debug("message {} of client {} is dropped, not acknowledged", message.id(), message.clientId());
        ingress.done();
    }
}
