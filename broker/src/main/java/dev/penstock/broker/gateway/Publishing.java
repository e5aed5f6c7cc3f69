package dev.penstock.broker.gateway;

import dev.penstock.broker.MessageProperties;
import dev.penstock.broker.Qos2;
import dev.penstock.broker.engine.EngineConnection;
import dev.penstock.broker.engine.Outbox;
import dev.penstock.platform.data.Bytes;
import io.netty.channel.Channel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client publishes: checked, refused as AWS does, or put into the queue of its packets; its will too. Confined to
 * the channel's loop.
 */
final class Publishing {
    private static final Logger log = LoggerFactory.getLogger(Publishing.class);
    private static final int WARN_EVERY = 1_000;
    private static final int QOS_2 = 2;

    private final Channel channel;
    private final Ingress ingress;
    private final Client client;
    private final String clientId;
    private final boolean isMqtt5;
    private final PacketQueue queue;
    private final EngineConnection engine;
    private final Qos2 qos2;
    private final Consumer<Refusal> end;
    private final TopicAliases aliases = new TopicAliases();
    private final Runnable acknowledged = this::ended;
    private final @Nullable TokenBucket rate;
    private final Set<Integer> unreleased = new HashSet<>(0);
    private int unacknowledged;
    private long ignored;
    private long throttled;

    /** @param end ends the connection */
    Publishing(
            Channel channel,
            Ingress ingress,
            Client client,
            EngineConnection engine,
            PacketQueue queue,
            Consumer<Refusal> end) {
        this.engine = engine;
        this.qos2 = ingress.settings().qos2();
        this.channel = channel;
        this.ingress = ingress;
        this.client = client;
        this.clientId = client.terms().clientId();
        this.isMqtt5 = client.terms().isMqtt5();
        this.queue = queue;
        this.end = end;
        this.rate = TokenBucket.of(ingress.settings().rates().publishes());
    }

    void take(MqttPublishMessage packet) {
        MqttPublishVariableHeader header = packet.variableHeader();
        String topic = aliases.topicOf(header);
        int qos = packet.fixedHeader().qosLevel().value();
        if (qos == QOS_2 && qos2 == Qos2.IGNORE) {
            ignore(topic == null ? header.topicName() : topic);
            return;
        }
        Optional<Refusal> problem = PublishCheck.problem(packet, topic, qos2);
        Receipt receipt = new Receipt(qos, header.packetId());
        if (problem.isPresent() || topic == null) {
            // What an alias stands for decides how it is refused; an alias that stands for nothing has no other name.
            refuse(topic == null ? header.topicName() : topic, receipt, problem.orElseThrow());
            return;
        }
        MessageProperties properties = ReceivedProperties.message(header.properties());
        if (!isHere(receipt) && !isAdmitted(packet, topic, receipt, properties)) {
            return;
        }
        if (isAboveWindow(receipt)) {
            end.accept(new Refusal(
                    Disconnect.RECEIVE_MAXIMUM_EXCEEDED,
                    "it has more than %d messages that are not acknowledged".formatted(Outbox.WINDOW)));
            return;
        }
        byte[] payload = new byte[packet.payload().readableBytes()];
        packet.payload().readBytes(payload);
        boolean retain = packet.fixedHeader().isRetain();
        queue.add(passage(topic, Bytes.wrap(payload), receipt, retain, properties));
    }

    /** Whether a client may publish this, now; when not it is told. */
    private boolean isAdmitted(MqttPublishMessage packet, String topic, Receipt receipt, MessageProperties properties) {
        boolean retain = packet.fixedHeader().isRetain();
        int bytes = packet.payload().readableBytes();
        Optional<String> denial = client.publishDenial(topic, retain);
        if (denial.isPresent()) {
            refuse(topic, receipt, new Refusal(Disconnect.NOT_AUTHORIZED, denial.get()));
            return false;
        }
        if (rate != null && !rate.take(ingress.millis())) {
            throttle(rate, receipt);
            return false;
        }
        if (retain && bytes > 0 && !ingress.retained().hasRoom(topic, bytes + properties.weight())) {
            discardRetained(topic, receipt);
            return false;
        }
        return true;
    }

    /** Whether it is a QoS 2 message that comes again although it was taken: all that it wants is its PUBREC. */
    private boolean isHere(Receipt receipt) {
        return receipt.isPubRec()
                && engine.receiver()
                        .filter(inbox -> inbox.holds(receipt.packetId()))
                        .isPresent();
    }

    /** MQTT 3.1.1 has no such window: a client of it is not read while too many of its packets are under way. */
    private boolean isAboveWindow(Receipt receipt) {
        if (receipt.isPubRec() && isMqtt5) {
            unreleased.add(receipt.packetId());
        } else if (receipt.qos() == 1) {
            unacknowledged++;
        }
        return isMqtt5 && receipt.qos() > 0 && unacknowledged + unreleased.size() > Outbox.WINDOW;
    }

    private Passage passage(
            String topic, Bytes payload, Receipt receipt, boolean retain, MessageProperties properties) {
        PublishPassage message = new PublishPassage(
                channel,
                ingress,
                ingress.admit(client.publisher(), topic, payload, Math.min(receipt.qos(), 1), retain, properties),
                receipt.qos() == 1 ? receipt.packetId() : 0,
                acknowledged);
        return receipt.isPubRec()
                ? new ExactlyOncePassage(channel, ingress, message, receipt.packetId(), engine::receiver)
                : message;
    }

    /** The client has the PUBREC of a QoS 2 message and will not send it again. */
    void release(int packetId) {
        queue.add(new ReleasePassage(() -> forget(packetId), known -> {
            unreleased.remove(packetId);
            channel.write(known || !isMqtt5 ? Answers.pubComp(packetId) : Answers.pubCompOfNothing(packetId));
        }));
    }

    private boolean forget(int packetId) {
        return engine.receiver().filter(inbox -> inbox.release(packetId)).isPresent();
    }

    private void ended() {
        unacknowledged--;
    }

    /** Publishes what the client has left for the end of its connection. */
    void publish(LastWill will) {
        queue.add(passage(will.topic(), will.payload(), new Receipt(will.qos(), 0), will.retain(), will.properties()));
    }

    /**
     * AWS discards what is above the rate. A client of MQTT 5 is told, because it may not send a message again on the same
     * connection; one of MQTT 3.1.1 misses a PUBACK.
     */
    private void throttle(TokenBucket bucket, Receipt receipt) {
        ingress.traffic().throttled.increment();
        if (throttled++ % WARN_EVERY == 0) {
            log.warn(
                    "client {} publishes more than {} messages a second (broker.publishesPerSecond): those above it are"
                            + " discarded, {} so far",
                    clientId,
                    bucket.perSecond(),
                    throttled);
        }
        overQuota(receipt, "more publishes than allowed in a second");
    }

    private void discardRetained(String topic, Receipt receipt) {
        ingress.traffic().throttled.increment();
        log.warn(
                "a message of client {} on '{}' is discarded: {}; it would have to be retained",
                clientId,
                topic,
                RetainedStore.FULL);
        overQuota(receipt, RetainedStore.FULL);
    }

    private void overQuota(Receipt receipt, String why) {
        if (isMqtt5 && receipt.isAwaited()) {
            answer(receipt, MqttReasonCodes.PubAck.QUOTA_EXCEEDED, why);
        }
    }

    /** Refuses a PUBLISH that cannot be read. */
    void takeUndecodable(MqttMessage packet) {
        Throwable cause = packet.decoderResult().cause();
        String why = String.valueOf(cause.getMessage());
        String topic = packet.variableHeader() instanceof MqttPublishVariableHeader header ? header.topicName() : "?";
        boolean isTooLong = cause instanceof TooLongFrameException;
        refuse(
                topic,
                Receipt.NONE,
                new Refusal(
                        undecodableCode(cause),
                        isTooLong ? PublishCheck.tooLong(packet.fixedHeader().remainingLength()) : why));
    }

    private static Disconnect undecodableCode(Throwable cause) {
        if (cause instanceof BrokenPacket broken) {
            return broken.code();
        }
        if (cause instanceof TooLongFrameException) {
            return Disconnect.PACKET_TOO_LARGE;
        }
        boolean isTopic = String.valueOf(cause.getMessage()).contains("topic name");
        return isTopic ? Disconnect.TOPIC_NAME_INVALID : Disconnect.MALFORMED_PACKET;
    }

    /** A client of MQTT 5 that waits for an answer may stay when it only has no business on this topic. */
    private void refuse(String topic, Receipt receipt, Refusal refusal) {
        ingress.traffic().refused.increment();
        Refusal named =
                new Refusal(refusal.code(), "its publish to '%s' is refused: %s".formatted(topic, refusal.why()));
        Optional<MqttReasonCodes.PubAck> code = Answers.pubAckCode(topic, refusal.code());
        if (!isMqtt5 || !receipt.isAwaited() || code.isEmpty()) {
            end.accept(named);
            return;
        }
        log.warn("refused client {}: {}", clientId, named.why());
        answer(receipt, code.get(), refusal.why());
    }

    private void answer(Receipt receipt, MqttReasonCodes.PubAck code, String why) {
        queue.add(new EnginePassage(clientId, () -> CompletableFuture.completedStage(null), () -> {
            String reason = client.request().reason(why);
            channel.write(
                    receipt.isPubRec()
                            ? Answers.pubRec(receipt.packetId(), code, reason)
                            : Answers.pubAck(receipt.packetId(), code, reason));
        }));
    }

    private void ignore(String topic) {
        ingress.traffic().refused.increment();
        if (ignored++ % WARN_EVERY == 0) {
            log.warn(
                    "client {} published to '{}' with QoS 2, which AWS IoT Core does not know: such messages are neither"
                            + " delivered nor answered (broker.qos2: ignore), {} so far; publish with QoS 0 or 1",
                    clientId,
                    Refusal.shown(topic),
                    ignored);
        }
    }
}
