package dev.penstock.functions.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.wire.Api.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Concurrency, asynchronous configuration, permissions, tags and layers. */
class SettingsOperationsTest {
    private static final String EVENTS = "/2019-09-25/functions/f/event-invoke-config";
    private static final String POLICY = Api.FUNCTIONS + "/f/policy";
    private static final String TAGS = "/2017-03-31/tags/" + Api.ARN + "f";
    private static final String LAYERS = "/2018-10-31/layers";

    private final Api api = new Api();

    @BeforeEach
    void create() {
        api.create("f", PythonZip.ECHO);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void concurrencyIsReservedShownAndTakenBack() {
        String change = "/2017-10-31/functions/f/concurrency";
        String read = "/2019-09-30/functions/f/concurrency";

        Answer put = api.call("PUT", change, "{\"ReservedConcurrentExecutions\":5}");

        assertThat(put.text()).isEqualTo("{\"ReservedConcurrentExecutions\":5}");
        assertThat(api.call("GET", read).text()).isEqualTo("{\"ReservedConcurrentExecutions\":5}");
        assertThat(api.call("GET", Api.FUNCTIONS + "/f").json().path("Concurrency"))
                .hasToString("{\"ReservedConcurrentExecutions\":5}");
        assertThat(api.call("GET", "/2016-08-19/account-settings")
                        .json()
                        .path("AccountLimit")
                        .path("UnreservedConcurrentExecutions")
                        .asInt())
                .isEqualTo(995);
        assertThat(api.call("DELETE", change).status()).isEqualTo(204);
        assertThat(api.call("GET", read).text()).isEqualTo("{}");
    }

    @Test
    void someConcurrencyStaysUnreserved() {
        assertThat(api.call("PUT", "/2017-10-31/functions/f/concurrency", "{\"ReservedConcurrentExecutions\":901}")
                        .refusal())
                .isEqualTo(
                        "400 InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases"
                                + " account's UnreservedConcurrentExecution below its minimum value of [100].");
    }

    @Test
    void asynchronousConfigurationIsReplacedMergedAndTakenBack() {
        Answer put = api.call("PUT", EVENTS, "{\"MaximumRetryAttempts\":1}");

        Answer merged = api.call("POST", EVENTS, "{\"MaximumEventAgeInSeconds\":60}");

        assertThat(put.text())
                .contains("\"LastModified\":1767225600.000,\"FunctionArn\":\"" + Api.ARN + "f:$LATEST\"")
                .endsWith("\"MaximumRetryAttempts\":1,\"DestinationConfig\":{\"OnSuccess\":{},\"OnFailure\":{}}}");
        assertThat(merged.text()).contains("\"MaximumRetryAttempts\":1,\"MaximumEventAgeInSeconds\":60");
        assertThat(api.call("GET", EVENTS).text()).isEqualTo(merged.text());
        assertThat(api.call("GET", EVENTS + "/list").json().path("FunctionEventInvokeConfigs"))
                .hasSize(1);
        assertThat(api.call("DELETE", EVENTS).status()).isEqualTo(204);
        assertThat(api.call("GET", EVENTS).refusal())
                .isEqualTo("404 ResourceNotFoundException: The function " + Api.ARN
                        + "f:$LATEST doesn't have an EventInvokeConfig");
    }

    @Test
    void wrongAsynchronousConfigurationIsRefused() {
        assertThat(api.call("PUT", EVENTS, "{\"MaximumRetryAttempts\":3,\"MaximumEventAgeInSeconds\":59}")
                        .refusal())
                .startsWith(
                        "400 ValidationException: 2 validation errors detected: Value '3' at 'maximumRetryAttempts'");
        assertThat(api.call("PUT", EVENTS, "{}").refusal())
                .isEqualTo("400 InvalidParameterValueException: You must specify at least one of error handling or"
                        + " destination setting.");
        assertThat(api.call(
                                "PUT",
                                EVENTS,
                                "{\"DestinationConfig\":{\"OnSuccess\":{\"Destination\":\"%sf\"}}}".formatted(Api.ARN))
                        .refusal())
                .isEqualTo(
                        "400 InvalidParameterValueException: You can't specify the function as a destination for itself.");
    }

    @Test
    void permissionIsAStatementOfThePolicy() {
        Answer added = api.call("POST", POLICY, """
                {"StatementId":"s1","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com",
                 "SourceArn":"arn:aws:s3:::b","SourceAccount":"123456789012"}""");

        String statement = "{\"Sid\":\"s1\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},"
                + "\"Action\":\"lambda:InvokeFunction\",\"Resource\":\"" + Api.ARN + "f\",\"Condition\":{"
                + "\"StringEquals\":{\"AWS:SourceAccount\":\"123456789012\"},\"ArnLike\":{\"AWS:SourceArn\":\"arn:aws:s3:::b\"}}}";
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().path("Statement").asText()).isEqualTo(statement);
        JsonNode policy = api.call("GET", POLICY).json();
        assertThat(policy.path("Policy").asText())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":[%s]}".formatted(statement));
        assertThat(policy.path("RevisionId").asText()).hasSize(36);
    }

    @Test
    void statementHasAnIdOfItsOwnAndIsRemovedByIt() {
        String body = "{\"StatementId\":\"s1\",\"Action\":\"lambda:*\",\"Principal\":\"123456789012\"}";
        api.call("POST", POLICY, body);

        assertThat(api.call("POST", POLICY, body).refusal())
                .startsWith("409 ResourceConflictException: The statement id (s1) provided already exists.");
        assertThat(api.call("DELETE", POLICY + "/s2").refusal())
                .isEqualTo("404 ResourceNotFoundException: Statement s2 is not found in resource policy.");
        assertThat(api.call("DELETE", POLICY + "/s1?RevisionId=other").status()).isEqualTo(412);
        assertThat(api.call("DELETE", POLICY + "/s1").status()).isEqualTo(204);
        assertThat(api.call("GET", POLICY).refusal())
                .isEqualTo("404 ResourceNotFoundException: The resource you requested does not exist.");
    }

    @Test
    void tagsAreChangedByTheirKeys() {
        api.call("POST", TAGS, "{\"Tags\":{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}}");

        Answer removed = api.call("DELETE", TAGS + "?tagKeys=a&tagKeys=c");

        assertThat(removed.status()).isEqualTo(204);
        assertThat(api.call("GET", TAGS).text()).isEqualTo("{\"Tags\":{\"b\":\"2\"}}");
        assertThat(api.call("GET", TAGS + ":1").refusal())
                .isEqualTo(
                        "400 InvalidParameterValueException: Tags on function aliases and versions are not supported."
                                + " Please specify a function ARN.");
    }

    @Test
    void layerIsPublishedUsedAndDeleted() {
        String content =
                "{\"Content\":{\"ZipFile\":\"%s\"},\"CompatibleRuntimes\":[\"python3.12\"],\"Description\":\"d\"}"
                        .formatted(PythonZip.of("x = 1\n").base64());
        JsonNode first = api.call("POST", LAYERS + "/l/versions", content).json();
        api.call("POST", LAYERS + "/l/versions", content);
        String arn = "arn:aws:lambda:us-east-1:000000000000:layer:l";

        Answer updated =
                api.call("PUT", Api.FUNCTIONS + "/f/configuration", "{\"Layers\":[\"%s\"]}".formatted(arn + ":2"));

        assertThat(first.path("LayerVersionArn").asText()).isEqualTo(arn + ":1");
        assertThat(updated.json().path("Layers").get(0).path("Arn").asText()).isEqualTo(arn + ":2");
        assertThat(api.call("GET", LAYERS + "/l/versions").json().findValuesAsText("Version"))
                .containsExactly("2", "1");
        assertThat(api.call("GET", LAYERS)
                        .json()
                        .path("Layers")
                        .get(0)
                        .path("LatestMatchingVersion")
                        .path("Version")
                        .asInt())
                .isEqualTo(2);
        assertThat(api.call("GET", LAYERS + "?find=LayerVersion&Arn=" + arn + ":1")
                        .json()
                        .path("Version")
                        .asInt())
                .isEqualTo(1);
        assertThat(api.call("DELETE", LAYERS + "/l/versions/1").status()).isEqualTo(204);
        assertThat(api.call("GET", LAYERS + "/l/versions/1").status()).isEqualTo(404);
    }
}
