package dev.penstock.broker.gateway;

import dev.penstock.broker.BrokerSettings;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttReasonCodes.Disconnect;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client says in its DISCONNECT. Only one without a reason discards the will. Source: MQTT 5, section 3.1.2.5.
 *
 * @param wantsWill whether it wants its will published nevertheless
 * @param expiry how long its session lives on
 * @param problem why the packet is refused
 */
record Goodbye(boolean wantsWill, Duration expiry, Optional<Refusal> problem) {

    static Goodbye of(MqttMessage packet, ConnectRequest request, BrokerSettings settings) {
        Duration agreed = request.terms().expiry();
        if (!request.terms().isMqtt5()
                || !(packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header)) {
            return new Goodbye(false, agreed, Optional.empty());
        }
        boolean wantsWill = header.reasonCode() != Disconnect.NORMAL_DISCONNECT.byteValue();
        Long changed = ReceivedProperties.number(header.properties(), MqttPropertyType.SESSION_EXPIRY_INTERVAL);
        if (changed == null) {
            return new Goodbye(wantsWill, agreed, Optional.empty());
        }
        if (changed > 0 && request.requestedExpiry().isZero()) {
            return new Goodbye(
                    wantsWill,
                    agreed,
                    Optional.of(new Refusal(
                            Disconnect.PROTOCOL_ERROR,
                            "its DISCONNECT asks for a session that lives on, its CONNECT did not")));
        }
        return new Goodbye(wantsWill, ConnectRequest.capped(Duration.ofSeconds(changed), settings), Optional.empty());
    }
}
