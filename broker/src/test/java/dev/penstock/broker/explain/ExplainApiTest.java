package dev.penstock.broker.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.broker.PolicyMode;
import dev.penstock.broker.authority.CertificateAuthority;
import dev.penstock.broker.authority.TestRequests;
import dev.penstock.broker.identity.Denials;
import dev.penstock.broker.identity.Registry;
import dev.penstock.broker.identity.RegistryAuthorizer;
import dev.penstock.broker.policy.Action;
import dev.penstock.broker.policy.ClientFacts;
import dev.penstock.broker.policy.Permissions;
import dev.penstock.broker.policy.Principal;
import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.data.Json;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainApiTest {
    private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.inMemory();

    private final TestTime time = TestTime.at("2026-01-01T00:00:00Z");
    private final Registry registry = new Registry(AwsIdentity.DEFAULT, time, AUTHORITY);
    private final Denials denials = new Denials(time);
    private final RegistryAuthorizer authorizer = new RegistryAuthorizer(registry, PolicyMode.ENFORCE, denials);
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        new ExplainApi(registry, denials).register(endpoint);
        endpoint.start();
    }

    @AfterEach
    void close() {
        endpoint.close();
    }

    private Principal device(String thing, String policy) {
        String id = registry.certificates()
                .sign(TestRequests.request("CN=serial-1"), true)
                .id();
        registry.things().create(thing, null, null, Map.of());
        registry.things().attach(thing, ARN + "cert/" + id);
        registry.policies().create(thing + "-policy", policy);
        registry.policies().attach(thing + "-policy", ARN + "cert/" + id);
        return Principal.certificate(id);
    }

    private static String policy(String effect, String action, String resource) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:Connect\",\"Resource\":\"*\"},"
                + "{\"Sid\":\"second\",\"Effect\":\"%s\",\"Action\":\"iot:%s\",\"Resource\":\"%s\"}]}"
                        .formatted(effect, action, resource);
    }

    private Permissions permissions(Principal principal, String clientId) {
        return authorizer.permissions(principal, new ClientFacts(clientId, "10.0.0.7", false, false));
    }

    private String get(String query, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(endpoint.uri() + "/_penstock/explain/policies" + query));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    @Test
    void refusalNamesIdentityPolicyVersionStatementVariablesEffectAndWhatToDo() throws Exception {
        Principal pump = device("pump-7", policy("Allow", "Publish", ARN + "topic/plant/${iot:ClientId}/*"));

        permissions(pump, "pump-7").decide(Action.PUBLISH, "plant/pump-8/temp");

        assertThat(get(""))
                .contains(
                        "iot:Publish            0 allowed, 1 denied",
                        "client 'pump-7' at 10.0.0.7, 2026-01-01T00:00:00Z",
                        "iot:Publish on " + ARN
                                + "topic/plant/pump-8/temp is denied: no statement of pump-7-policy allows it",
                        "identity   " + ARN + "cert/" + pump.id(),
                        "thing      pump-7",
                        "pump-7-policy v1 statement 1 allows iot:connect on *: another action",
                        "pump-7-policy v1 statement 2 (second) allows iot:publish on " + ARN
                                + "topic/plant/${iot:ClientId}/* = " + ARN
                                + "topic/plant/pump-7/*: another resource",
                        "variable   iot:ClientId = pump-7",
                        "effect     the message was dropped and the connection closed",
                        "next       let a Resource of statement 2 of policy pump-7-policy match " + ARN
                                + "topic/plant/pump-8/temp");
    }

    @Test
    void documentHasTheSameAsFields() throws Exception {
        Principal pump = device("pump-7", policy("Deny", "Publish", ARN + "topic/secret"));

        permissions(pump, "pump-7").decide(Action.PUBLISH, "secret");

        JsonNode denial = Json.MAPPER
                .readTree(get("", "Accept", "application/json"))
                .path("denials")
                .path(0);
        assertThat(denial.path("verdict").asText()).isEqualTo("EXPLICIT_DENY");
        assertThat(denial.path("statements").path(1).path("outcome").asText()).isEqualTo("matches, denies");
        assertThat(denial.path("statements").path(1).path("version").asInt()).isEqualTo(1);
        assertThat(denial.path("next").asText()).startsWith("narrow the Resource or Condition of statement 2 (second)");
    }

    @Test
    void refusalsThatAreAlikeAreOneWithItsCountAlsoAfterAReconnect() throws Exception {
        Principal pump = device("pump-7", policy("Allow", "Subscribe", ARN + "topicfilter/a"));
        Permissions first = permissions(pump, "pump-7");

        first.decide(Action.SUBSCRIBE, "b");
        first.decide(Action.SUBSCRIBE, "b");
        time.advance(Duration.ofMinutes(1));
        permissions(pump, "pump-7").decide(Action.SUBSCRIBE, "b");

        assertThat(denials.recent()).hasSize(1);
        assertThat(get("")).contains("3 times from 2026-01-01T00:00:00Z to 2026-01-01T00:01:00Z");
        assertThat(denials.denied(Action.SUBSCRIBE)).isEqualTo(3);
    }

    @Test
    void whatIsAllowedIsCountedOnly() throws Exception {
        Principal pump = device("pump-7", policy("Allow", "Publish", "*"));
        Permissions may = permissions(pump, "pump-7");

        may.decide(Action.PUBLISH, "a");
        may.decide(Action.PUBLISH, "a");

        assertThat(get("")).contains("iot:Publish            2 allowed, 0 denied", "No client was refused.");
    }

    @Test
    void refusalIsChosenByClientAndTopic() throws Exception {
        Principal pump = device("pump-7", policy("Allow", "Publish", ARN + "topic/a"));
        permissions(pump, "pump-7").decide(Action.PUBLISH, "b/c");
        permissions(pump, "pump-9").decide(Action.PUBLISH, "d");

        assertThat(get("?clientId=pump-9")).contains("topic/d is denied").doesNotContain("b/c");
        assertThat(get("?topic=b/c")).contains("topic/b/c is denied").doesNotContain("topic/d");
        assertThat(get("?clientId=other")).contains("No client was refused that this asks for.");
    }

    @Test
    void theOldestRefusalsGo() {
        Principal pump = device("pump-7", policy("Allow", "Publish", ARN + "topic/a"));
        Permissions may = permissions(pump, "pump-7");

        for (int i = 0; i < 600; i++) {
            may.decide(Action.PUBLISH, "t/" + i);
        }

        assertThat(denials.recent()).hasSize(500);
        assertThat(denials.recent().get(0).reason()).contains("topic/t/599 ");
        assertThat(denials.denied(Action.PUBLISH)).isEqualTo(600);
    }

    @Test
    void certificateThatIsNoGoodIsThereWithItsReason() throws Exception {
        authorizer.turnedAway(new ClientFacts("pump-1", "10.0.0.8", false, false), "its certificate 12ab is INACTIVE");

        assertThat(get(""))
                .contains(
                        "certificate refused    1",
                        "client 'pump-1' at 10.0.0.8",
                        "turned away, because its certificate 12ab is INACTIVE");
    }

    @Test
    void askedBeforehandItSaysWhatPoliciesWouldSay() throws Exception {
        device("pump-7", policy("Allow", "Subscribe", ARN + "topicfilter/plant/+"));

        assertThat(get("?clientId=pump-7&action=subscribe&name=plant/%2B"))
                .contains("is allowed by statement 2 (second) of policy pump-7-policy")
                .doesNotContain("next");
        assertThat(get("?clientId=pump-7&action=iot:Subscribe&name=plant/x")).contains("is denied", "next");
        assertThat(denials.recent()).isEmpty();
    }

    @Test
    void questionThatCannotBeAnsweredSaysWhatIsMissing() throws Exception {
        assertThat(get("?clientId=nobody&action=iot:Publish&name=a"))
                .contains("no certificate is attached to thing 'nobody'");
        assertThat(get("?clientId=a&action=iot:Fly&name=a")).contains("'iot:Fly' is no action of policies");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Publish       | arn:aws:iot:us-east-1:000000000000:topic/plant          | SUBSCRIBE      | plant | no statement allows iot:Subscribe
            Subscribe     | arn:aws:iot:us-east-1:000000000000:topic/plant          | SUBSCRIBE      | plant | iot:Subscribe needs :topicfilter/
            Publish       | arn:aws:iot:us-east-1:000000000000:topicfilter/plant    | PUBLISH        | plant | iot:Publish needs :topic/
            Publish       | arn:aws:iot:eu-central-1:111111111111:topic/plant       | PUBLISH        | plant | another region or account
            Publish       | arn:aws:iot:us-east-1:000000000000:topic/Plant          | PUBLISH        | plant | upper and lower case
            Publish       | arn:aws:iot:us-east-1:000000000000:topic/plant          | RETAIN_PUBLISH | plant | needs it beside iot:Publish
            Publish       | arn:aws:iot:us-east-1:000000000000:topic/${iot:Connection.Thing.Attributes[site]} | PUBLISH | plant | aws iot update-thing
            """)
    void adviceKnowsTheUsualMistake(String action, String resource, Action asked, String name, String advice)
            throws Exception {
        Principal pump = device("pump-7", policy("Allow", action, resource));

        permissions(pump, "pump-7").decide(asked, name);

        assertThat(get("").lines().filter(line -> line.startsWith("  next")).findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains(advice));
    }

    @Test
    void adviceForAThingThatIsNotAttachedIsToAttachIt() throws Exception {
        Principal pump = device("pump-7", policy("Allow", "Publish", ARN + "topic/${iot:Connection.Thing.ThingName}"));

        permissions(pump, "pump-8").decide(Action.PUBLISH, "pump-8");

        assertThat(get("")).contains("aws iot attach-thing-principal --thing-name pump-8 --principal " + ARN + "cert/");
    }

    @Test
    void adviceForPlainMqttIsACertificate() throws Exception {
        permissions(Principal.ANONYMOUS, "pump-8").decide(Action.CONNECT, "pump-8");

        assertThat(get("")).contains("identity   none (plain MQTT)", "connect with a client certificate");
    }
}
