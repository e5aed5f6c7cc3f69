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
import software.amazon.awssdk.services.iotdataplane.model.GetRetainedMessageResponse;
import software.amazon.awssdk.services.iotdataplane.model.InvalidRequestException;
import software.amazon.awssdk.services.iotdataplane.model.ListRetainedMessagesResponse;
import software.amazon.awssdk.services.iotdataplane.model.PayloadFormatIndicator;
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
        "/topics/a?messageExpiry=-1, messageExpiry",
        "/topics/a?responseTopic=b%2F%2B, responseTopic must be a topic",
        "/topics/a?responseTopic=%23, responseTopic must be a topic",
        "/topics/a?responseTopic=, responseTopic must be a topic",
        "/topics/a?responseTopic=%00, responseTopic must be UTF-8",
        "/topics/a?contentType=text%00, contentType must be UTF-8",
        "/topics/a?contentType=%FF, contentType must be UTF-8",
        "/topics/a%00, U+0000",
        "/topics/a%C3, UTF-8",
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

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "x-amz-mqtt5-user-properties | {\"a\":\"b\"} | JSON array",
                "x-amz-mqtt5-user-properties | [{\"a\":1}] | one text each",
                "x-amz-mqtt5-user-properties | [{\"a\":\"b\",\"c\":\"d\"}] | one text each",
                "x-amz-mqtt5-user-properties | [\"a\"] | one text each",
                "x-amz-mqtt5-user-properties | [{\"a\":\"\\u0000\"}] | UTF-8 without U+0000",
                "x-amz-mqtt5-user-properties | W10 0 | Base64",
                "x-amz-mqtt5-payload-format-indicator | utf8 | UNSPECIFIED_BYTES or UTF8_DATA",
                "x-amz-mqtt5-correlation-data | not base64! | Base64"
            })
    void headerThatIsWrongIsAnInvalidRequest(String header, String value, String why) throws Exception {
        HttpResponse<String> answer = plane.http("POST", "/topics/a", "x", header, value);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-amzn-errortype")).contains("InvalidRequestException");
        assertThat(answer.body()).contains(why);
        assertThat(test.listener.messages).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "PUT, /topics/a, 405, MethodNotAllowedException, PUT is not allowed",
        "POST, /retainedMessage/a, 405, MethodNotAllowedException, POST is not allowed",
        "PATCH, /things/pump/shadow, 405, MethodNotAllowedException, PATCH is not allowed",
        "GET, /connections/press, 404, UnknownOperationException, GetConnection of iotdata is not emulated",
        "GET, /connections/press/subscriptions, 404, UnknownOperationException, ListSubscriptions of iotdata",
        "POST, /connections/press/messages, 404, UnknownOperationException, SendDirectMessage of iotdata",
        "DELETE, /connections/%24press, 400, InvalidRequestException, must not begin with $"
    })
    void otherRequestIsRefusedByWhatItIs(String method, String path, int status, String code, String why)
            throws Exception {
        HttpResponse<String> answer = plane.http(
                method,
                path,
                "",
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/us-east-1/iotdata/aws4_request, SignedHeaders=host,"
                        + " Signature=" + "0a".repeat(32));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-amzn-errortype")).contains(code);
        assertThat(answer.body()).contains(why).contains("traceId");
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
    void retainedMessageOfADeviceIsThere() {
        test.connect("device")
                .publishWith()
                .topic("plant/+a".replace("+", "ü "))
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(new byte[128 * 1024])
                .send();

        GetRetainedMessageResponse found = plane.data.getRetainedMessage(request -> request.topic("plant/ü a"));

        assertThat(found.payload().asByteArray()).hasSize(128 * 1024);
        assertThat(found.qos()).isEqualTo(1);
        assertThat(found.userProperties()).isNull();
        assertThat(plane.data.listRetainedMessages(request -> {}).retainedTopics())
                .extracting(RetainedMessageSummary::payloadSize)
                .containsExactly(128 * 1024L);
    }
}
