package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iotdataplane.model.ResourceNotFoundException;

/** DeleteConnection. */
class ConnectionApiTest {
    private final DataPlane plane = new DataPlane();
    private final TestBroker test = plane.test;

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void connectionIsDeleted() {
        Queue<Mqtt3Publish> events =
                TestBroker.collect(test.connect("app"), "$aws/events/presence/disconnected/+", MqttQos.AT_LEAST_ONCE);
        RawClient client = test.rawConnected("press");

        plane.data.deleteConnection(request -> request.clientId("press").cleanSession(true));

        assertThat(client.isClosedByBroker()).isTrue();
        await("the event").until(() -> events.size() == 1);
        assertThat(TestBroker.texts(events).get(0)).contains("\"disconnectReason\":\"API_INITIATED_DISCONNECT\"");
        assertThatThrownBy(() -> plane.data.deleteConnection(request -> request.clientId("press")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void willOfADeletedConnectionMayBePrevented(boolean prevent) {
        RawClient client = test.raw();
        client.connect(RawClient.connectPacketWithWill("press", true, false, 60));

        plane.data.deleteConnection(request -> request.clientId("press").preventWillMessage(prevent));

        assertThat(client.isClosedByBroker()).isTrue();
        await("the end").until(() -> test.broker.counters().connections() == 0);
        TestBroker.publish(test.connect("other"), "marker", "x");
        assertThat(test.listener.payloads()).isEqualTo(prevent ? List.of("x") : List.of("gone", "x"));
    }

    @Test
    void sessionOfAClientThatIsAwayIsDeletedWithItsSubscriptions() {
        RawClient client = test.raw();
        client.connect("press", false);
        client.subscribe("a", MqttQoS.AT_LEAST_ONCE);
        client.send(MqttMessage.DISCONNECT);
        assertThat(client.isClosedByBroker()).isTrue();

        plane.data.deleteConnection(request -> request.clientId("press"));
        boolean kept = test.raw().connect("press", false).variableHeader().isSessionPresent();
        plane.data.deleteConnection(request -> request.clientId("press").cleanSession(true));
        boolean gone = !test.raw().connect("press", false).variableHeader().isSessionPresent();

        assertThat(kept).isTrue();
        assertThat(gone).isTrue();
    }

    @Test
    void clientOfMqtt5IsToldThatItsConnectionIsDeleted() {
        RawClient client = test.raw();
        client.connect(RawClient.connectPacket5("press", true));

        plane.data.deleteConnection(request -> request.clientId("press"));

        assertThat(client.receiveDisconnect()).isEqualTo(0x98);
    }
}
