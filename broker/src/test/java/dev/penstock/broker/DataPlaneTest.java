package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.broker.MessageProperties.UserProperty;
import dev.penstock.platform.data.Bytes;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iotdataplane.model.ConflictException;
import software.amazon.awssdk.services.iotdataplane.model.GetRetainedMessageResponse;
import software.amazon.awssdk.services.iotdataplane.model.InvalidRequestException;
import software.amazon.awssdk.services.iotdataplane.model.ListRetainedMessagesResponse;
import software.amazon.awssdk.services.iotdataplane.model.PayloadFormatIndicator;
import software.amazon.awssdk.services.iotdataplane.model.RequestEntityTooLargeException;
import software.amazon.awssdk.services.iotdataplane.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iotdataplane.model.RetainedMessageSummary;

class DataPlaneTest {
    private final DataPlane plane = new DataPlane();
    private final TestBroker test = plane.test;

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void publishReachesSubscribersAndTheListenerWithItsProperties() {
        Queue<Mqtt3Publish> arrived = TestBroker.collect(test.connect("app"), "plant/a", MqttQos.AT_LEAST_ONCE);

        plane.data.publish(request -> request.topic("plant/a")
                .qos(1)
                .payload(SdkBytes.fromUtf8String("hello"))
                .contentType("text/plain")
                .responseTopic("re")
                .correlationData("Y29y")
                .payloadFormatIndicator(PayloadFormatIndicator.UTF8_DATA)
                .messageExpiry(60L)
                .userProperties("[{\"site\":\"north\"},{\"site\":\"south\"}]"));

        await("delivery").until(() -> arrived.size() == 1);
        assertThat(TestBroker.texts(arrived)).containsExactly("hello");
        assertThat(arrived.element().getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        PublishedMessage message = test.listener.messages.get(0);
        assertThat(message.clientId()).isEqualTo("N/A");
        assertThat(message.properties())
                .isEqualTo(new MessageProperties(
                        "text/plain",
                        "re",
                        Bytes.utf8("cor"),
                        true,
                        List.of(new UserProperty("site", "north"), new UserProperty("site", "south")),
                        Duration.ofSeconds(60)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/topics/a%2Fb?qos=1", "/topics/a/b", "/topics/a/b?qos=0&retain=false"})
    void publishByHandIsAnsweredWithATrace(String path) throws Exception {
        HttpResponse<String> answer = plane.http("POST", path, "x");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).matches("\\{\"message\":\"OK\",\"traceId\":\"[0-9a-f-]{36}\"}");
        assertThat(test.listener.messages)
                .singleElement()
                .satisfies(message -> assertThat(message.topic()).isEqualTo("a/b"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/topics/a%2Bb, wildcards",
        "/topics/a%2F%23, wildcards",
        "/topics/a?qos=2, qos must be 0 or 1",
        "/topics/a?retain=yes, retain must be true or false",
        "/topics/a?messageExpiry=soon, messageExpiry",
        "/topics/%24aws%2Fevents%2Fx, reserved",
        "/topics/%24aws%2Fthings%2Ft%2Fshadow%2Fget?retain=true, retained",
        "/topics/a%2Fb%2Fc%2Fd%2Fe%2Ff%2Fg%2Fh%2Fi, slashes"
    })
    void publishThatIsWrongIsAnInvalidRequest(String path, String why) throws Exception {
        HttpResponse<String> answer = plane.http("POST", path, "x");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-amzn-errortype")).contains("InvalidRequestException");
        assertThat(answer.body()).contains(why).contains("\"traceId\":");
        assertThat(test.listener.messages).isEmpty();
    }

    @Test
    void tooLongPayloadIs413() {
        SdkBytes long_ = SdkBytes.fromByteArray(new byte[128 * 1024 + 1]);

        assertThatThrownBy(
                        () -> plane.data.publish(request -> request.topic("a").payload(long_)))
                .hasMessageContaining("131073 bytes");

        plane.data.publish(request -> request.topic("a").payload(SdkBytes.fromByteArray(new byte[128 * 1024])));
        assertThat(test.listener.messages).hasSize(1);
    }

    @Test
    void retainedMessageComesWithItsMetadata() {
        plane.data.publish(request -> request.topic("plant/state")
                .qos(1)
                .retain(true)
                .payload(SdkBytes.fromUtf8String("on"))
                .userProperties("[{\"k\":\"v\"}]"));

        GetRetainedMessageResponse found = plane.data.getRetainedMessage(request -> request.topic("plant/state"));

        assertThat(found.topic()).isEqualTo("plant/state");
        assertThat(found.payload().asUtf8String()).isEqualTo("on");
        assertThat(found.qos()).isEqualTo(1);
        assertThat(found.lastModifiedTime()).isEqualTo(test.time.millis());
        assertThat(found.userProperties().asUtf8String()).isEqualTo("[{\"k\":\"v\"}]");
        Queue<Mqtt3Publish> late = TestBroker.collect(test.connect("late"), "plant/state", MqttQos.AT_LEAST_ONCE);
        await("the retained message").until(() -> late.size() == 1);
        plane.data.publish(request -> request.topic("plant/state").retain(true));
        assertThatThrownBy(() -> plane.data.getRetainedMessage(request -> request.topic("plant/state")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void expiredMessageIsNotRetainedAnyMore() {
        plane.data.publish(
                request -> request.topic("a").retain(true).messageExpiry(5L).payload(SdkBytes.fromUtf8String("x")));

        test.time.advance(Duration.ofSeconds(5));

        assertThat(plane.data.listRetainedMessages(request -> {}).retainedTopics())
                .isEmpty();
        assertThatThrownBy(() -> plane.data.getRetainedMessage(request -> request.topic("a")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void retainedMessagesAreListedPageByPage() {
        IntStream.range(0, 45)
                .forEach(i -> plane.data.publish(request -> request.topic("t/%02d".formatted(i))
                        .retain(true)
                        .payload(SdkBytes.fromUtf8String("x".repeat(i + 1)))));

        List<ListRetainedMessagesResponse> pages = new ArrayList<>();
        plane.data.listRetainedMessagesPaginator(request -> {}).forEach(pages::add);

        assertThat(pages).extracting(page -> page.retainedTopics().size()).containsExactly(20, 20, 5);
        RetainedMessageSummary second = pages.get(0).retainedTopics().get(1);
        assertThat(second.topic()).isEqualTo("t/01");
        assertThat(second.payloadSize()).isEqualTo(2);
        assertThat(second.qos()).isZero();
        assertThat(second.lastModifiedTime()).isEqualTo(test.time.millis());
        assertThatThrownBy(() -> plane.data.listRetainedMessages(request -> request.maxResults(201)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1 to 200");
        assertThatThrownBy(() -> plane.data.listRetainedMessages(request -> request.nextToken("?")))
                .isInstanceOf(InvalidRequestException.class);
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

    private void update(String thing, String shadow, String body) {
        plane.data.updateThingShadow(request -> request.thingName(thing)
                .shadowName(shadow.isEmpty() ? null : shadow)
                .payload(SdkBytes.fromUtf8String(body)));
    }
}
