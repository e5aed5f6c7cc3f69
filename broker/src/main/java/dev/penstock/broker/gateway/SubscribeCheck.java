package dev.penstock.broker.gateway;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the subscriptions of one connection. Source: AWS IoT Core developer guide, MQTT; AWS General Reference. */
final class SubscribeCheck {
    private static final Logger log = LoggerFactory.getLogger(SubscribeCheck.class);

    private final String clientId;
    private final Set<String> filters = new HashSet<>();

    SubscribeCheck(String clientId) {
        this.clientId = clientId;
    }

    /** Why AWS closes the connection for this packet; empty when it does not. */
    Optional<String> problem(MqttSubscribeMessage packet) {
        List<MqttTopicSubscription> asked = packet.payload().topicSubscriptions();
        if (asked.size() > BrokerLimits.MAX_FILTERS_PER_SUBSCRIBE) {
            return Optional.of("it subscribed to %d filters at once, at most %d are allowed"
                    .formatted(asked.size(), BrokerLimits.MAX_FILTERS_PER_SUBSCRIBE));
        }
        for (MqttTopicSubscription subscription : asked) {
            String filter = subscription.topicFilter();
            if (subscription.qualityOfService() == MqttQoS.EXACTLY_ONCE) {
                return Optional.of("it subscribed to '%s' with QoS 2; AWS IoT Core knows 0 and 1".formatted(filter));
            }
            Optional<String> problem = BrokerLimits.filterProblem(filter);
            if (problem.isPresent()) {
                return problem.map(what -> "it subscribed to '%s': %s".formatted(filter, what));
            }
        }
        asked.forEach(subscription -> filters.add(subscription.topicFilter()));
        return filters.size() <= BrokerLimits.MAX_SUBSCRIPTIONS
                ? Optional.empty()
                : Optional.of("it has more than %d subscriptions".formatted(BrokerLimits.MAX_SUBSCRIPTIONS));
    }

    /** A SUBACK that grants nothing, when one of the filters would never receive anything here. */
    Optional<MqttMessage> refusal(MqttSubscribeMessage packet) {
        for (MqttTopicSubscription subscription : packet.payload().topicSubscriptions()) {
            Optional<String> gap = BrokerLimits.filterGap(subscription.topicFilter());
            if (gap.isPresent()) {
                log.warn("refused client {} to subscribe to '{}': {}", clientId, subscription.topicFilter(), gap.get());
                return Optional.of(nothingGranted(packet));
            }
        }
        return Optional.empty();
    }

    private static MqttMessage nothingGranted(MqttSubscribeMessage packet) {
        MqttMessageBuilders.SubAckBuilder answer =
                MqttMessageBuilders.subAck().packetId(packet.variableHeader().messageId());
        packet.payload().topicSubscriptions().forEach(asked -> answer.addGrantedQos(MqttQoS.FAILURE));
        return answer.build();
    }

    void forget(MqttUnsubscribeMessage packet) {
        filters.removeAll(Set.copyOf(packet.payload().topics()));
    }
}
