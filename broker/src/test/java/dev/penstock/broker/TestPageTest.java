package dev.penstock.broker;

import static dev.penstock.broker.TestBroker.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import dev.penstock.broker.service.TopicMatch;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestPageTest {
    private final DataPlane plane = new DataPlane();
    private final TestBroker test = plane.test;

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void watcherSeesWhatIsPublishedFromNowOn() {
        Mqtt3BlockingClient device = test.connect("device");
        TestBroker.publish(device, "plant/a", "too early");
        Queue<String> lines = watch("plant/%23");

        TestBroker.publish(device, "plant/a", "{\"t\":1}");
        TestBroker.publish(device, "other", "x");
        device.publishWith().topic("plant/b").payload(new byte[] {(byte) 0xff}).send();

        await("two events").until(() -> data(lines).size() == 2);
        assertThat(data(lines))
                .containsExactly(
                        "{\"id\":\"00000002\",\"topic\":\"plant/a\",\"qos\":1,\"retain\":false,\"clientId\":\"device\","
                                + "\"timestamp\":1767225600000,\"payload\":\"{\\\"t\\\":1}\"}",
                        "{\"id\":\"00000004\",\"topic\":\"plant/b\",\"qos\":0,\"retain\":false,\"clientId\":\"device\","
                                + "\"timestamp\":1767225600000,\"payloadBase64\":\"/w==\"}");
    }

    @Test
    void watcherOfReservedTopicsSeesAnswersOfServices() {
        Queue<String> lines = watch("%24aws/things/%2B/shadow/update/accepted");

        TestBroker.publish(test.connect("t"), "$aws/things/t/shadow/update", "{\"state\":{\"reported\":{\"a\":1}}}");

        await("the answer").until(() -> data(lines).size() == 1);
        assertThat(data(lines).get(0)).contains("\"topic\":\"$aws/things/t/shadow/update/accepted\"");
    }

    @Test
    void publishReachesSubscribers() throws Exception {
        Queue<Mqtt3Publish> arrived = TestBroker.collect(test.connect("app"), "a/+", MqttQos.AT_LEAST_ONCE);

        publish("{\"topic\":\"a/1\",\"payload\":\"text\",\"qos\":1}");
        publish("{\"topic\":\"a/2\",\"payload\":{\"x\":1}}");
        publish("{\"topic\":\"a/3\",\"payloadBase64\":\"aGk=\",\"retain\":true}");

        await("three").until(() -> arrived.size() == 3);
        assertThat(TestBroker.texts(arrived)).containsExactly("text", "{\"x\":1}", "hi");
        assertThat(plane.data
                        .getRetainedMessage(request -> request.topic("a/3"))
                        .payload()
                        .asUtf8String())
                .isEqualTo("hi");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /_penstock/mqtt/publish | {} | 400",
                "POST | /_penstock/mqtt/publish | nonsense | 400",
                "POST | /_penstock/mqtt/publish | {\"topic\":\"a/#\"} | 400",
                "POST | /_penstock/mqtt/publish | {\"topic\":\"a\",\"payloadBase64\":\"?\"} | 400",
                "GET | /_penstock/mqtt/publish | {} | 405",
                "POST | /_penstock/mqtt/subscribe?filter=a | {} | 405",
                "GET | /_penstock/mqtt/subscribe?filter=a%23 | '' | 400",
                "GET | /_penstock/mqtt/subscribe?filter=%24SYS/x | '' | 400"
            })
    void whatIsWrongIsSaid(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> answer = plane.http(method, path, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"message\":");
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "a/#, a, false",
        "a/#, a/, true",
        "a/#, a/b/c, true",
        "#, a, true",
        "#, $aws/events/x, false",
        "+/+, /x, true",
        "+, $a, false",
        "a/+, a, false",
        "a/+, a/b, true",
        "a/+, a/b/c, false",
        "a, a/b, false",
        "a/+/c, a/b/c, true",
        "$aws/things/+/shadow/#, $aws/things/t1/shadow/get, true"
    })
    void filtersMatchAsInAws(String filter, String topic, boolean matches) {
        assertThat(TopicMatch.matches(filter, topic)).isEqualTo(matches);
    }

    private void publish(String body) throws Exception {
        assertThat(plane.http("POST", "/_penstock/mqtt/publish", body).statusCode())
                .isEqualTo(200);
    }

    /** Returns when the subscription is in place. */
    private Queue<String> watch(String filter) {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(
                                        URI.create(plane.endpoint.uri() + "/_penstock/mqtt/subscribe?filter=" + filter))
                                .build(),
                        HttpResponse.BodyHandlers.fromLineSubscriber(new LineCollector(lines)));
        await("the greeting").until(() -> lines.contains(": subscribed"));
        return lines;
    }

    private static List<String> data(Queue<String> lines) {
        return Stream.of(lines.toArray(String[]::new))
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
    }
}
