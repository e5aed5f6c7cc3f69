package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iotdataplane.model.ConflictException;
import software.amazon.awssdk.services.iotdataplane.model.InvalidRequestException;
import software.amazon.awssdk.services.iotdataplane.model.RequestEntityTooLargeException;
import software.amazon.awssdk.services.iotdataplane.model.ResourceNotFoundException;

/** Shadows over HTTP, and what of it is seen over MQTT. */
class ShadowApiTest {
    private final DataPlane plane = new DataPlane();
    private final TestBroker test = plane.test;

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void publishOverHttpIsARequestToAShadow() {
        plane.data.publish(request -> request.topic("$aws/things/pump/shadow/name/cfg/update")
                .qos(1)
                .payload(SdkBytes.fromUtf8String("{\"state\":{\"reported\":{\"a\":1}}}")));

        assertThat(plane.data
                        .getThingShadow(request -> request.thingName("pump").shadowName("cfg"))
                        .payload()
                        .asUtf8String())
                .startsWith("{\"state\":{\"reported\":{\"a\":1}}");
        assertThatThrownBy(() -> plane.data.getThingShadow(
                        request -> request.thingName("pump").shadowName("other")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("No shadow exists with name: 'pump~other'");
        assertThatThrownBy(() -> update("pump", "a b", "{\"state\":{}}")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> update("pump", "x".repeat(65), "{\"state\":{}}"))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> update("pump", "cfg", "")).isInstanceOf(InvalidRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void pageOfNamedShadowsHasOneTo100Names(int size) {
        assertThatThrownBy(() -> plane.data.listNamedShadowsForThing(
                        request -> request.thingName("pump").pageSize(size)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1 to 100");
    }

    @Test
    void shadowChangedOverHttpIsPublishedOverMqtt() {
        Queue<Mqtt3Publish> arrived =
                TestBroker.collect(test.connect("app"), "$aws/things/pump/shadow/#", MqttQos.AT_LEAST_ONCE);

        String accepted = plane.data
                .updateThingShadow(request -> request.thingName("pump")
                        .payload(SdkBytes.fromUtf8String(
                                "{\"state\":{\"desired\":{\"on\":true}},\"clientToken\":\"t\"}")))
                .payload()
                .asUtf8String();
        String document = plane.data
                .getThingShadow(request -> request.thingName("pump"))
                .payload()
                .asUtf8String();

        assertThat(accepted)
                .isEqualTo(
                        "{\"state\":{\"desired\":{\"on\":true}},\"metadata\":{\"desired\":{\"on\":{\"timestamp\":1767225600}}}"
                                + ",\"version\":1,\"timestamp\":1767225600,\"clientToken\":\"t\"}");
        assertThat(document).contains("\"delta\":{\"on\":true}").contains("\"version\":1");
        await("three messages").until(() -> arrived.size() == 3);
        assertThat(arrived)
                .extracting(publish -> publish.getTopic().toString())
                .containsExactly(
                        "$aws/things/pump/shadow/update/delta",
                        "$aws/things/pump/shadow/update/documents",
                        "$aws/things/pump/shadow/update/accepted");
        assertThat(plane.data
                        .deleteThingShadow(request -> request.thingName("pump"))
                        .payload()
                        .asUtf8String())
                .isEqualTo("{\"version\":1,\"timestamp\":1767225600}");
        assertThatThrownBy(() -> plane.data.getThingShadow(request -> request.thingName("pump")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("No shadow exists with name: 'pump'");
    }

    @Test
    void refusedShadowUpdateIsAnAwsErrorAndNothingIsPublished() {
        Queue<Mqtt3Publish> arrived =
                TestBroker.collect(test.connect("app"), "$aws/things/pump/shadow/#", MqttQos.AT_LEAST_ONCE);

        update("pump", "", "{\"state\":{\"reported\":{\"a\":1}}}");
        await("the update").until(() -> arrived.size() == 2);

        assertThatThrownBy(() -> update("pump", "", "{\"state\":{\"reported\":{\"a\":2}},\"version\":9}"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("Version conflict");
        assertThatThrownBy(() -> update("pump", "", "{}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Missing required node: state");
        assertThatThrownBy(() -> update("pump", "", "{\"state\":\"" + "x".repeat(9000) + "\"}"))
                .isInstanceOf(RequestEntityTooLargeException.class);
        assertThatThrownBy(() -> update("a.b", "", "{\"state\":{}}")).isInstanceOf(InvalidRequestException.class);
        assertThat(arrived).hasSize(2);
    }

    @Test
    void namedShadowsAreListedPageByPageWithoutTheClassicOne() {
        update("pump", "", "{\"state\":{\"reported\":{\"a\":1}}}");
        List.of("n3", "n1", "n2").forEach(name -> update("pump", name, "{\"state\":{\"reported\":{\"a\":1}}}"));
        update("pumpx", "other", "{\"state\":{\"reported\":{\"a\":1}}}");
        plane.data.deleteThingShadow(request -> request.thingName("pump").shadowName("n3"));

        var first = plane.data.listNamedShadowsForThing(
                request -> request.thingName("pump").pageSize(1));
        var second = plane.data.listNamedShadowsForThing(
                request -> request.thingName("pump").nextToken(first.nextToken()));

        assertThat(first.results()).containsExactly("n1");
        assertThat(second.results()).containsExactly("n2");
        assertThat(second.nextToken()).isNull();
        assertThat(second.timestamp()).isEqualTo(1_767_225_600L);
        assertThat(plane.data
                        .listNamedShadowsForThing(request -> request.thingName("unknown"))
                        .results())
                .isEmpty();
    }

    @Test
    void shadowOverMqttAnswersTheDevice() {
        var device = test.connect("pump");
        Queue<Mqtt3Publish> answers =
                TestBroker.collect(device, "$aws/things/pump/shadow/name/cfg/+/+", MqttQos.AT_LEAST_ONCE);

        TestBroker.publish(device, "$aws/things/pump/shadow/name/cfg/get", "");
        TestBroker.publish(device, "$aws/things/pump/shadow/name/cfg/update", "{\"state\":{\"reported\":{\"a\":1}}}");

        await("three answers").until(() -> answers.size() == 3);
        assertThat(answers)
                .extracting(publish -> publish.getTopic().toString().substring(33))
                .containsExactly("get/rejected", "update/documents", "update/accepted");
        assertThat(TestBroker.texts(answers).get(0)).contains("No shadow exists with name: 'pump~cfg'");
        assertThat(test.listener.messages)
                .extracting(PublishedMessage::topic)
                .containsExactly("$aws/things/pump/shadow/name/cfg/get", "$aws/things/pump/shadow/name/cfg/update");
    }

    private void update(String thing, String shadow, String body) {
        plane.data.updateThingShadow(request -> request.thingName(thing)
                .shadowName(shadow.isEmpty() ? null : shadow)
                .payload(SdkBytes.fromUtf8String(body)));
    }
}
