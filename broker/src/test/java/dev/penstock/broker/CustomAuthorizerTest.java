package dev.penstock.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttWebSocketConfig;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Source: AWS IoT Core developer guide, custom authentication. */
class CustomAuthorizerTest {
    private static final String QUERY = "x-amz-customauthorizer-name=doors&token=1";
    private static final String REFUSAL = "custom authorizer doors";

    private final TestBroker test = new TestBroker();
    private final LogLines log = new LogLines();

    @AfterEach
    void close() {
        test.close();
        log.close();
    }

    @Test
    void webSocketThatAsksForOneIsRefused() {
        assertThatThrownBy(() -> Mqtt3Client.builder()
                        .serverHost("127.0.0.1")
                        .serverPort(test.port())
                        .webSocketConfig(MqttWebSocketConfig.builder()
                                .serverPath("mqtt")
                                .queryString(QUERY)
                                .build())
                        .buildBlocking()
                        .connect())
                .isNotNull();
        assertThat(log.warnings()).anyMatch(line -> line.contains(REFUSAL));
        assertThat(test.broker.counters().connections()).isZero();
    }

    @Test
    void userNameThatAsksForOneIsRefused() {
        var client = Mqtt5Client.builder()
                .identifier("device")
                .serverHost("127.0.0.1")
                .serverPort(test.port())
                .simpleAuth()
                .username("me?" + QUERY)
                .applySimpleAuth()
                .buildBlocking();

        assertThatThrownBy(client::connect)
                .isInstanceOfSatisfying(
                        Mqtt5ConnAckException.class,
                        refusal -> assertThat(refusal.getMqttMessage().getReasonCode())
                                .isEqualTo(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED));
        assertThat(log.warnings()).anyMatch(line -> line.contains("'device'") && line.contains(REFUSAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?SDK=JavaV2&Version=1", "me", "50%?x=%zz"})
    void otherUserNamesMeanNothing(String user) {
        var client = Mqtt5Client.builder()
                .identifier("device")
                .serverHost("127.0.0.1")
                .serverPort(test.port())
                .simpleAuth()
                .username(user)
                .applySimpleAuth()
                .buildBlocking();

        assertThat(client.connect().getReasonCode()).isEqualTo(Mqtt5ConnAckReasonCode.SUCCESS);
        client.disconnect();
    }
}
