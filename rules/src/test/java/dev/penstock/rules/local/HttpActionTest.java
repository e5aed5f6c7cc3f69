package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static dev.penstock.rules.local.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.TopicRule;
import dev.penstock.rules.TopicRule.ActionSpec;
import dev.penstock.rules.destination.Destination.Status;
import dev.penstock.rules.local.HttpEndpoint.Received;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The http action against a real web server. */
class HttpActionTest {
    private static final URI API = URI.create("http://127.0.0.1:4566");

    private final HttpEndpoint endpoint = new HttpEndpoint();
    private final EngineFixture fixture = fixture(new RuleSettings.Http(true, false, API));

    @AfterEach
    void close() {
        fixture.close();
        endpoint.close();
    }

    @Test
    void payloadIsPostedWithItsHeaders() {
        rule("{'url':'%s','headers':[{'key':'X-Device','value':'${topic(2)}'},{'key':'X-Fix','value':'1'}]}"
                .formatted(endpoint.url("/in?a=1")));

        send("in/d1", "{\"t\":1}");

        Received got = only();
        assertThat(got.method()).isEqualTo("POST");
        assertThat(got.uri()).isEqualTo("/in?a=1");
        assertThat(got.body()).isEqualTo("{\"t\":1}");
        assertThat(got.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("x-device", "d1")
                .containsEntry("x-fix", "1")
                .doesNotContainKeys("upgrade", "authorization");
        assertThat(explain(0))
                .contains("request Content-Type = application/json")
                .contains("request X-Device = d1")
                .contains("answer statusCode = 200");
    }

    @Test
    void contentTypeIsThatOfThePayloadUnlessOneIsGiven() {
        rule("{'url':'%s'}".formatted(endpoint.url("/raw")));
        fixture.rule(
                "given",
                "SELECT * FROM 'in/#'",
                http("{'url':'%s','headers':[{'key':'content-type','value':'text/${topic(2)}'}]}"
                        .formatted(endpoint.url("/given"))));

        fixture.broker.publish("in/csv", Bytes.utf8("1;2"), 1, "c");
        fixture.time.settle();

        assertThat(endpoint.received())
                .filteredOn(got -> got.uri().equals("/raw"))
                .extracting(got -> got.headers().get("content-type"))
                .containsExactly("application/octet-stream");
        assertThat(endpoint.received())
                .filteredOn(got -> got.uri().equals("/given"))
                .extracting(got -> got.headers().get("content-type"))
                .containsExactly("text/csv");
    }

    @Test
    void errorsThatPassAreTriedTwiceMore() {
        rule("{'url':'%s'}".formatted(endpoint.url("/")));
        endpoint.answerNext(429, 503);

        send("in", "{}");
        assertThat(endpoint.received()).hasSize(1);
        fixture.time.advance(Duration.ofMillis(100));
        assertThat(endpoint.received()).hasSize(2);
        fixture.time.advance(Duration.ofMillis(200));

        assertThat(endpoint.received()).hasSize(3);
        assertThat(explain(0)).contains("answer statusCode = 200").contains("answer tries = 3");
    }

    @Test
    void thirdErrorIsTheLast() {
        ruleWithErrorAction("{'url':'%s'}".formatted(endpoint.url("/x")));
        endpoint.answerNext(500, 500, 500);

        send("in", "{}");
        fixture.time.advance(Duration.ofSeconds(3));

        assertThat(endpoint.received()).hasSize(3);
        JsonNode failure = errorDocument().path("failures").path(0);
        assertThat(failure.path("failedAction").asText()).isEqualTo("HttpAction");
        assertThat(failure.path("failedResource").asText()).isEqualTo(endpoint.url("/x"));
        assertThat(failure.path("errorMessage").asText())
                .startsWith("HttpAction failed to make a request to the specified endpoint."
                        + " StatusCode: 500. Reason: Internal Server Error. Message arrived on: in,");
    }

    @ParameterizedTest
    @MethodSource("notTriedAgain")
    void otherErrorsAreFinal(int status, int bodyBytes, String message) {
        rule("{'url':'%s'}".formatted(endpoint.url("/")));
        endpoint.answerNextWithBody(status, bodyBytes);

        send("in", "{}");
        fixture.time.advance(Duration.ofSeconds(3));

        assertThat(endpoint.received()).hasSize(1);
        assertThat(explain(0)).contains(message);
    }

    static Stream<Arguments> notTriedAgain() {
        return Stream.of(
                arguments(404, 0, "StatusCode: 404. Reason: Not Found"),
                arguments(302, 0, "StatusCode: 302. Reason: Found"),
                arguments(500, 16_385, "StatusCode: 500. Reason: Internal Server Error"),
                arguments(0, 0, "the connection was lost"));
    }

    @Test
    void endpointThatIsNotThereIsAFailure() {
        String url = endpoint.url("/");
        endpoint.close();
        rule("{'url':'%s'}".formatted(url));

        send("in", "{}");

        assertThat(explain(0)).contains("Reason: nobody listens at 127.0.0.1:");
    }

    @Test
    void requestsAreSignedWithLocalCredentials() {
        rule(("{'url':'%s','auth':{'sigv4':{'signingRegion':'eu-west-1','serviceName':'execute-api','roleArn':'r'}},"
                        + "'headers':[{'key':'X-A','value':'b'}]}")
                .formatted(endpoint.url("/in?z=1&a=2")));

        send("in", "{\"t\":1}");

        Received got = only();
        assertThat(got.headers().get("x-amz-date")).isEqualTo("20260101T000000Z");
        assertThat(got.headers().get("authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/execute-api/aws4_request,"
                        + " SignedHeaders=content-type;host;x-a;x-amz-content-sha256;x-amz-date, Signature=")
                .endsWith(Signatures.expected(got, "20260101T000000Z", "eu-west-1", "execute-api"));
    }

    @Test
    void otherMachinesAreNotReached() {
        rule("{'url':'https://example.com/in'}");

        send("in", "{}");

        assertThat(explain(0))
                .contains(
                        "Penstock stays on this machine, and example.com is another one; set rules.http.remote: true");
    }

    @Test
    void newUrlIsConfirmedBeforeAnythingIsSent() {
        try (EngineFixture strict = fixture(new RuleSettings.Http(false, false, API))) {
            strict.rule("r", "SELECT * FROM 'in'", http("{'url':'%s'}".formatted(endpoint.url("/hook"))));
            strict.time.settle();

            Received request = only();
            JsonNode body = json(request.body());
            String token = body.path("confirmationToken").asText();
            String arn = body.path("arn").asText();
            assertThat(arn).matches("arn:aws:iot:us-east-1:000000000000:ruledestination/http/[0-9a-f-]{36}");
            assertThat(request.uri()).isEqualTo("/hook/?confirmationToken=" + token);
            assertThat(request.headers())
                    .containsEntry("x-amz-rules-engine-message-type", "DestinationConfirmation")
                    .containsEntry("x-amz-rules-engine-destination-arn", arn)
                    .containsEntry("content-type", "application/json");
            assertThat(body.path("enableUrl").asText()).isEqualTo("http://127.0.0.1:4566/confirmdestination/" + token);
            assertThat(body.path("messageType").asText()).isEqualTo("DestinationConfirmation");

            strict.broker.publish("in", "{\"n\":1}", "c");
            strict.time.settle();
            assertThat(strict.explain(0))
                    .contains("not confirmed yet (IN_PROGRESS); confirm it with: curl"
                            + " http://127.0.0.1:4566/confirmdestination/" + token)
                    .contains("rules.http.confirmation: automatic");

            strict.engine.destinations().confirm(token);
            strict.broker.publish("in", "{\"n\":2}", "c");
            strict.time.settle();
            assertThat(endpoint.bodies()).hasSize(2).last().isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void confirmationThatCannotBeDeliveredIsAnErrorThatCanBeCured() {
        try (EngineFixture strict = fixture(new RuleSettings.Http(false, false, API))) {
            endpoint.answerNext(404);
            strict.rule("r", "SELECT * FROM 'in'", http("{'url':'%s'}".formatted(endpoint.url("/hook"))));
            strict.time.settle();

            var destination = strict.engine.destinations().list().get(0);
            assertThat(destination.status()).isEqualTo(Status.ERROR);
            assertThat(destination.statusReason()).contains("StatusCode: 404");
            strict.broker.publish("in", "{}", "c");
            assertThat(strict.explain(0)).contains("could not be confirmed").contains("confirm it with: curl http://");

            strict.engine.destinations().update(destination.arn(), "IN_PROGRESS");
            strict.time.settle();
            assertThat(endpoint.received()).hasSize(2);
            assertThat(strict.engine.destinations().get(destination.arn()).status())
                    .isEqualTo(Status.IN_PROGRESS);
        }
    }

    @Test
    void destinationIsMadeOnceAndNotByARuleThatIsRefused() {
        ActionSpec action = http("{'url':'%s'}".formatted(endpoint.url("/a")));

        fixture.rule("one", "SELECT * FROM 'a'", action);
        fixture.rule("two", "SELECT * FROM 'b'", action);
        assertThatThrownBy(() -> fixture.rule(
                        "three",
                        "SELECT * FROM 'c'",
                        http("{'url':'%s'}".formatted(endpoint.url("/b"))),
                        action("kinesis", "{}")))
                .hasMessageContaining("streamName");

        assertThat(fixture.engine.destinations().list())
                .extracting(destination -> destination.confirmationUrl())
                .containsExactly(endpoint.url("/a"));
    }

    @Test
    void urlWithTemplatesNeedsADestinationBeforehand() {
        rule("{'url':'%s/${topic(2)}','confirmationUrl':'%s'}".formatted(endpoint.url("/${k}"), endpoint.url("/${k}")));

        send("in/x", "{\"k\":\"a\"}");
        fixture.engine.destinations().create(endpoint.url("/a"));
        send("in/y", "{\"k\":\"a\"}");

        assertThat(explain(0))
                .contains("there is no topic rule destination for it; create one with aws iot"
                        + " create-topic-rule-destination");
        assertThat(only().uri()).isEqualTo("/a/y");
    }

    @Test
    void messagesOfSeveralClientsGoTogether() {
        rule(
                "{'url':'%s','enableBatching':true,'batchConfig':{'maxBatchSize':3},'headers':[{'key':'X-N','value':'${n}'}]}"
                        .formatted(endpoint.url("/")));

        for (int n = 0; n < 4; n++) {
            fixture.broker.publish("in", "{\"n\":%d}".formatted(n), "c" + n);
            fixture.time.settle();
        }
        assertThat(endpoint.bodies()).containsExactly("[{\"n\":0},{\"n\":1},{\"n\":2}]");
        fixture.time.advance(Duration.ofMillis(20));

        assertThat(endpoint.bodies()).containsExactly("[{\"n\":0},{\"n\":1},{\"n\":2}]", "[{\"n\":3}]");
        assertThat(endpoint.received().get(0).headers())
                .containsEntry("x-n", "2")
                .containsEntry("content-type", "application/json");
        assertThat(explain(0)).contains("answer messagesInBatch = 3");
    }

    @Test
    void batchEndsBeforeItGrowsTooLarge() {
        rule("{'url':'%s','enableBatching':true,'batchConfig':{'maxBatchSizeBytes':100,'maxBatchOpenMs':200}}"
                .formatted(endpoint.url("/")));

        fixture.broker.publish("in", Bytes.utf8("\"%s\"".formatted("a".repeat(60))), 1, "c1");
        fixture.time.settle();
        fixture.broker.publish("in", Bytes.utf8("\"%s\"".formatted("b".repeat(60))), 1, "c2");
        fixture.time.settle();

        assertThat(endpoint.bodies()).containsExactly("[\"%s\"]".formatted("a".repeat(60)));
    }

    @Test
    void topicsAreKeptApartUnlessTheyMayBeMixed() {
        rule("{'url':'%s','enableBatching':true}".formatted(endpoint.url("/apart")));
        fixture.rule(
                "mixed",
                "SELECT * FROM 'in/#'",
                http("{'url':'%s','enableBatching':true,'batchConfig':{'batchAcrossTopics':true}}"
                        .formatted(endpoint.url("/mixed"))));

        fixture.broker.publish("in/a", "1", "c1");
        fixture.time.settle();
        fixture.broker.publish("in/b", "2", "c2");
        fixture.time.settle();
        fixture.time.advance(Duration.ofMillis(20));

        assertThat(endpoint.received())
                .extracting(got -> got.uri() + got.body())
                .containsExactlyInAnyOrder("/apart[1]", "/apart[2]", "/mixed[1,2]");
    }

    @Test
    void textIsAStringInABatchAndBytesAreRefused() {
        rule("{'url':'%s','enableBatching':true}".formatted(endpoint.url("/")));

        fixture.broker.publish("in", Bytes.utf8("so \"hot\""), 1, "c1");
        fixture.broker.publish("in", Bytes.wrap(new byte[] {(byte) 0xff}), 1, "c2");
        fixture.time.advance(Duration.ofMillis(20));

        assertThat(endpoint.bodies()).containsExactly("[\"so \\\"hot\\\"\"]");
        assertThat(explain(1)).contains("the payload is not UTF-8 text; with batching it must be");
    }

    @Test
    void failedBatchGivesEachMessageADocumentInTheFormOfBatches() {
        ruleWithErrorAction("{'url':'%s','enableBatching':true,'batchConfig':{'batchAcrossTopics':true}}"
                .formatted(endpoint.url("/")));
        endpoint.answerNext(400);

        fixture.broker.publish("in", "1", "c1");
        fixture.broker.publish("in", "2", "c2");
        fixture.time.advance(Duration.ofMillis(20));

        assertThat(fixture.streams.data()).hasSize(2);
        JsonNode document = errorDocument();
        assertThat(document.has("topic")).isFalse();
        JsonNode original = document.path("payloadsWithMetadata").path(0);
        assertThat(original.path("id").asInt()).isEqualTo(1);
        assertThat(original.path("topic").asText()).isEqualTo("in");
        assertThat(original.path("base64OriginalPayload").asText()).isIn("MQ==", "Mg==");
        assertThat(document.at("/failures/0/affectedIds/0").asInt()).isEqualTo(1);
        assertThat(document.at("/failures/0/errorMessage").asText()).contains("StatusCode: 400");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("{}", "the parameter 'url' is missing"),
                arguments("{'url':'http://example.com/'}", "'http://example.com/' must begin with https://"),
                arguments("{'url':'ftp://127.0.0.1/'}", "is not a URL like https://host/path"),
                arguments("{'url':'https://a b/'}", "is not a URL"),
                arguments("{'url':'https://" + "a".repeat(2000) + "'}", "longer than 2000 characters"),
                arguments("{'url':'https://a.example/${topic()}'}", "confirmationUrl: it is needed"),
                arguments(
                        "{'url':'https://a.example/x','confirmationUrl':'https://b.example/'}",
                        "the url 'https://a.example/x' must begin with it"),
                arguments(
                        "{'url':'https://a.example/','headers':[{'key':'a b','value':'1'}]}",
                        "headers[0].key: 'a b' is not the name of a header"),
                arguments(
                        "{'url':'https://a.example/','headers':[{'key':'Host','value':'1'}]}",
                        "belongs to the connection"),
                arguments("{'url':'https://a.example/','headers':[{'key':'X'}]}", "the parameter 'value' is missing"),
                arguments(
                        "{'url':'https://a.example/','auth':{'sigv4':{'serviceName':'s'}}}",
                        "'signingRegion' is missing"),
                arguments("{'url':'https://a.example/','auth':{'basic':{}}}", "there is no parameter 'basic'"),
                arguments(
                        "{'url':'https://a.example/','enableBatching':true,'batchConfig':{'maxBatchSize':11}}",
                        "'11' is not a number from 2 to 10"),
                arguments("{'url':'https://a.example/','method':'PUT'}", "there is no parameter 'method'"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotWorkIsRefusedWhenTheRuleIsCreated(String parameters, String problem) {
        assertThatThrownBy(() -> rule(parameters))
                .isInstanceOfSatisfying(
                        AwsException.class, error -> assertThat(error.code()).isEqualTo("InvalidRequestException"))
                .hasMessageContaining(problem);
    }

    private static EngineFixture fixture(RuleSettings.Http http) {
        return new EngineFixture(EngineFixture.settings(2, 256).withHttp(http));
    }

    private static ActionSpec http(String parameters) {
        return action("http", parameters);
    }

    private void rule(String parameters) {
        fixture.rule("r", "SELECT * FROM '#'", http(parameters));
    }

    private void ruleWithErrorAction(String parameters) {
        fixture.engine.create(new TopicRule(
                "r",
                "SELECT * FROM 'in'",
                EngineFixture.V2,
                false,
                List.of(http(parameters)),
                EngineFixture.kinesis("errors", "k")));
    }

    private JsonNode errorDocument() {
        fixture.time.settle();
        return json(fixture.streams.data().get(0));
    }

    private void send(String topic, String payload) {
        fixture.broker.publish(topic, payload, "c");
        fixture.time.settle();
    }

    private Received only() {
        assertThat(endpoint.received()).hasSize(1);
        return endpoint.received().get(0);
    }

    private String explain(int message) {
        return fixture.explain(message).replaceAll(" +", " ");
    }
}
