package dev.penstock.broker.gateway;

import dev.penstock.broker.BrokerSettings;
import dev.penstock.broker.DenialsV3;
import dev.penstock.broker.Qos2;
import dev.penstock.broker.engine.Interest;
import dev.penstock.broker.engine.SharedFilter;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodes;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the subscriptions of one connection. A client of MQTT 3.1.1 loses its connection for most of what one of MQTT 5 is
 * told in the SUBACK. Source: AWS IoT Core developer guide, MQTT; AWS General Reference. Confined to the channel's loop.
 */
final class SubscribeCheck {
    private static final Logger log = LoggerFactory.getLogger(SubscribeCheck.class);
    private static final int REFUSED_V3 = 0x80;

    private final Client client;
    private final String clientId;
    private final boolean isMqtt5;
    private final boolean denialCloses;
    private final Qos2 qos2;
    private final Set<String> filters = new HashSet<>();

    SubscribeCheck(Client client, BrokerSettings settings) {
        this.client = client;
        this.denialCloses = settings.denialsV3().subscribe() == DenialsV3.OfSubscribe.CLOSE;
        this.qos2 = settings.qos2();
        this.clientId = client.terms().clientId();
        this.isMqtt5 = client.terms().isMqtt5();
    }

    /**
     * What a SUBSCRIBE leads to.
     *
     * @param granted subscriptions to make
     * @param codes for the SUBACK, one for each filter of the packet
     * @param reason why a filter is refused; empty when all are granted
     */
    record Verdict(List<Interest> granted, List<Integer> codes, String reason) {}

    /** Why AWS closes the connection for this packet; empty when it does not. */
    Optional<Refusal> problem(MqttSubscribeMessage packet) {
        List<MqttTopicSubscription> asked = packet.payload().topicSubscriptions();
        if (packet.idAndPropertiesVariableHeader()
                        .properties()
                        .getProperty(MqttPropertyType.SUBSCRIPTION_IDENTIFIER.value())
                != null) {
            return refused(
                    Disconnect.SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED,
                    "AWS IoT Core does not support subscription identifiers");
        }
        if (asked.isEmpty()) {
            return refused(Disconnect.PROTOCOL_ERROR, "it subscribed to nothing");
        }
        for (MqttTopicSubscription subscription : asked) {
            Optional<Refusal> problem = problem(subscription);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return isMqtt5 ? Optional.empty() : countProblem(asked);
    }

    private Optional<Refusal> problem(MqttTopicSubscription asked) {
        String filter = asked.topicFilter();
        if (BrokerLimits.isIllFormed(filter)) {
            return refused(
                    Disconnect.MALFORMED_PACKET,
                    "it subscribed to '%s': %s".formatted(filter, BrokerLimits.ILL_FORMED));
        }
        if (asked.qualityOfService() == MqttQoS.EXACTLY_ONCE && qos2 == Qos2.CLOSE) {
            return refused(
                    Disconnect.QOS_NOT_SUPPORTED,
                    "it subscribed to '%s' with QoS 2; AWS IoT Core knows 0 and 1, or see the setting broker.qos2"
                            .formatted(filter));
        }
        if (asked.option().isNoLocal() && SharedFilter.isShared(filter)) {
            return refused(
                    Disconnect.PROTOCOL_ERROR,
                    "it subscribed to '%s' with No Local, which a shared subscription cannot have".formatted(filter));
        }
        if (isMqtt5) {
            return Optional.empty();
        }
        if (hasOptions(asked.option())) {
            return refused(
                    Disconnect.MALFORMED_PACKET,
                    "it subscribed to '%s' with bits that MQTT 3.1.1 reserves".formatted(filter));
        }
        return BrokerLimits.filterProblem(filter)
                .map(what -> new Refusal(
                        Disconnect.TOPIC_FILTER_INVALID, "it subscribed to '%s': %s".formatted(filter, what)))
                .or(() -> denialCloses ? denialProblem(filter) : Optional.empty());
    }

    private Optional<Refusal> denialProblem(String filter) {
        return client.subscribeDenial(filter)
                .map(why -> new Refusal(Disconnect.NOT_AUTHORIZED, "it subscribed to '%s': %s".formatted(filter, why)));
    }

    private static boolean hasOptions(MqttSubscriptionOption option) {
        return option.isNoLocal()
                || option.isRetainAsPublished()
                || option.retainHandling() != RetainedHandlingPolicy.SEND_AT_SUBSCRIBE;
    }

    private Optional<Refusal> countProblem(List<MqttTopicSubscription> asked) {
        if (asked.size() > BrokerLimits.MAX_FILTERS_PER_SUBSCRIBE) {
            return refused(Disconnect.QUOTA_EXCEEDED, tooManyAtOnce(asked.size()));
        }
        Set<String> all = new HashSet<>(filters);
        asked.forEach(subscription -> all.add(subscription.topicFilter()));
        return all.size() <= BrokerLimits.MAX_SUBSCRIPTIONS
                ? Optional.empty()
                : refused(Disconnect.QUOTA_EXCEEDED, tooMany());
    }

    /** Whether a packet without a {@link #problem} has no effect and no answer. */
    boolean isIgnored(MqttSubscribeMessage packet) {
        if (qos2 != Qos2.IGNORE) {
            return false;
        }
        Optional<MqttTopicSubscription> ignored = packet.payload().topicSubscriptions().stream()
                .filter(asked -> asked.qualityOfService() == MqttQoS.EXACTLY_ONCE)
                .findFirst();
        ignored.ifPresent(asked -> log.warn(
                "client {} subscribed to '{}' with QoS 2, which AWS IoT Core does not know: it gets no answer and no"
                        + " subscription (broker.qos2: ignore)",
                clientId,
                Refusal.shown(asked.topicFilter())));
        return ignored.isPresent();
    }

    /** QoS 2, where it is not refused, is granted as QoS 1. */
    private static MqttSubscriptionOption granted(MqttSubscriptionOption asked) {
        return asked.qos() == MqttQoS.EXACTLY_ONCE
                ? new MqttSubscriptionOption(
                        MqttQoS.AT_LEAST_ONCE, asked.isNoLocal(), asked.isRetainAsPublished(), asked.retainHandling())
                : asked;
    }

    /** What becomes of each filter of a packet that has no {@link #problem}. */
    Verdict verdict(MqttSubscribeMessage packet) {
        List<Interest> granted = new ArrayList<>();
        List<Integer> codes = new ArrayList<>();
        String reason = "";
        for (MqttTopicSubscription asked : packet.payload().topicSubscriptions()) {
            Optional<Denial> denial = denial(asked.topicFilter(), codes.size());
            if (denial.isEmpty()) {
                filters.add(asked.topicFilter());
                Interest interest = new Interest(asked.topicFilter(), granted(asked.option()));
                granted.add(interest);
                codes.add(interest.option().qos().value());
            } else {
                reason = denial.get().why();
                log.warn(
                        "refused client {} to subscribe to '{}': {}",
                        clientId,
                        Refusal.shown(asked.topicFilter()),
                        reason);
                codes.add(isMqtt5 ? denial.get().code().byteValue() & 0xFF : REFUSED_V3);
            }
        }
        return new Verdict(granted, codes, reason);
    }

    private record Denial(MqttReasonCodes.SubAck code, String why) {}

    private Optional<Denial> denial(String filter, int index) {
        if (index >= BrokerLimits.MAX_FILTERS_PER_SUBSCRIBE) {
            return Optional.of(new Denial(MqttReasonCodes.SubAck.QUOTA_EXCEEDED, tooManyAtOnce(index + 1)));
        }
        if (filters.size() >= BrokerLimits.MAX_SUBSCRIPTIONS && !filters.contains(filter)) {
            return Optional.of(new Denial(MqttReasonCodes.SubAck.QUOTA_EXCEEDED, tooMany()));
        }
        return BrokerLimits.filterProblem(filter)
                .or(() -> BrokerLimits.filterGap(filter))
                .map(why -> new Denial(MqttReasonCodes.SubAck.TOPIC_FILTER_INVALID, why))
                .or(() -> client.subscribeDenial(filter)
                        .map(why -> new Denial(MqttReasonCodes.SubAck.NOT_AUTHORIZED, why)));
    }

    private static String tooManyAtOnce(int count) {
        return "it subscribed to %d filters at once, at most %d are allowed"
                .formatted(count, BrokerLimits.MAX_FILTERS_PER_SUBSCRIBE);
    }

    private static String tooMany() {
        return "it has more than %d subscriptions".formatted(BrokerLimits.MAX_SUBSCRIPTIONS);
    }

    private static Optional<Refusal> refused(Disconnect code, String why) {
        return Optional.of(new Refusal(code, why));
    }

    /** Why AWS closes the connection for an UNSUBSCRIBE; empty when it does not. */
    static Optional<Refusal> problem(List<String> ended) {
        if (ended.isEmpty()) {
            return refused(Disconnect.PROTOCOL_ERROR, "it unsubscribed from nothing");
        }
        return ended.stream()
                .filter(BrokerLimits::isIllFormed)
                .findFirst()
                .flatMap(filter -> refused(
                        Disconnect.MALFORMED_PACKET,
                        "it unsubscribed from '%s': %s".formatted(filter, BrokerLimits.ILL_FORMED)));
    }

    /** For the UNSUBACK: one code for each filter, which there was a subscription to or not. */
    static List<MqttReasonCodes.UnsubAck> codes(List<String> ended, List<Boolean> existed) {
        List<MqttReasonCodes.UnsubAck> codes = new ArrayList<>();
        for (int i = 0; i < ended.size(); i++) {
            codes.add(
                    existed.get(i)
                            ? MqttReasonCodes.UnsubAck.SUCCESS
                            : BrokerLimits.filterProblem(ended.get(i)).isPresent()
                                    ? MqttReasonCodes.UnsubAck.TOPIC_FILTER_INVALID
                                    : MqttReasonCodes.UnsubAck.NO_SUBSCRIPTION_EXISTED);
        }
        return codes;
    }

    /** The session has subscriptions of an earlier connection, which count. */
    void resume(Set<String> earlier) {
        filters.addAll(earlier);
    }

    void forget(List<String> ended) {
        ended.forEach(filters::remove);
    }
}
