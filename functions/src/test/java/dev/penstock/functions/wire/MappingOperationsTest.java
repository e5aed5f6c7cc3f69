package dev.penstock.functions.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.wire.Api.Answer;
import dev.penstock.stream.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingOperationsTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/s";

    private final Api api = new Api();

    @BeforeEach
    void create() {
        api.streams().create(new StreamSpec("s", 1, StreamSpec.DEFAULT_RETENTION));
        api.create("f", PythonZip.ECHO);
    }

    @AfterEach
    void close() {
        api.close();
    }

    /** @param more members that begin with a comma */
    private Answer map(String more) {
        return api.call(
                "POST",
                Api.MAPPINGS + "/",
                "{\"EventSourceArn\":\"%s\",\"FunctionName\":\"f\",\"StartingPosition\":\"TRIM_HORIZON\"%s}"
                        .formatted(STREAM, more));
    }

    private String id(Answer mapping) {
        return mapping.json().path("UUID").asText();
    }

    private Answer get(String id) {
        return api.call("GET", Api.MAPPINGS + "/" + id);
    }

    @Test
    void createTellsTheWholeMapping() {
        Answer created = map("");

        List<String> names = new ArrayList<>();
        created.json().fieldNames().forEachRemaining(names::add);
        assertThat(created.status()).isEqualTo(202);
        assertThat(names)
                .containsExactly(
                        "BatchSize",
                        "BisectBatchOnFunctionError",
                        "DestinationConfig",
                        "EventSourceArn",
                        "EventSourceMappingArn",
                        "FunctionArn",
                        "FunctionResponseTypes",
                        "LastModified",
                        "LastProcessingResult",
                        "MaximumBatchingWindowInSeconds",
                        "MaximumRecordAgeInSeconds",
                        "MaximumRetryAttempts",
                        "ParallelizationFactor",
                        "StartingPosition",
                        "State",
                        "StateTransitionReason",
                        "TumblingWindowInSeconds",
                        "UUID");
        assertThat(created.json().path("State").asText()).isEqualTo("Creating");
        assertThat(created.json().path("FunctionArn").asText()).isEqualTo(Api.ARN + "f");
        assertThat(created.text()).contains("\"LastModified\":1767225600.000,");
    }

    @Test
    void everythingThatWasAskedForComesBack() {
        Answer created = map("""
                ,"BatchSize":7,"MaximumBatchingWindowInSeconds":1,"ParallelizationFactor":2,
                "MaximumRecordAgeInSeconds":60,"MaximumRetryAttempts":3,"BisectBatchOnFunctionError":true,
                "TumblingWindowInSeconds":0,"FunctionResponseTypes":["ReportBatchItemFailures"],"Enabled":false,
                "FilterCriteria":{"Filters":[{"Pattern":"{\\"data\\":{\\"a\\":[1]}}"}]},"Tags":{"t":"v"},
                "KMSKeyArn":"arn:aws:kms:us-east-1:1:key/k","MetricsConfig":{"Metrics":["EventCount"]}""");
        api.time().advance(Duration.ofSeconds(1));

        JsonNode json = get(id(created)).json();

        assertThat(json.path("BatchSize").asInt()).isEqualTo(7);
        assertThat(json.path("MaximumBatchingWindowInSeconds").asInt()).isEqualTo(1);
        assertThat(json.path("ParallelizationFactor").asInt()).isEqualTo(2);
        assertThat(json.path("MaximumRecordAgeInSeconds").asInt()).isEqualTo(60);
        assertThat(json.path("MaximumRetryAttempts").asInt()).isEqualTo(3);
        assertThat(json.path("BisectBatchOnFunctionError").asBoolean()).isTrue();
        assertThat(json.path("FunctionResponseTypes")).hasToString("[\"ReportBatchItemFailures\"]");
        assertThat(json.path("FilterCriteria"))
                .hasToString("{\"Filters\":[{\"Pattern\":\"{\\\"data\\\":{\\\"a\\\":[1]}}\"}]}");
        assertThat(json.path("KMSKeyArn").asText()).isEqualTo("arn:aws:kms:us-east-1:1:key/k");
        assertThat(json.path("MetricsConfig")).hasToString("{\"Metrics\":[\"EventCount\"]}");
        assertThat(json.path("State").asText()).isEqualTo("Disabled");
        assertThat(api.call(
                                "GET",
                                "/2017-03-31/tags/"
                                        + json.path("EventSourceMappingArn").asText())
                        .text())
                .isEqualTo("{\"Tags\":{\"t\":\"v\"}}");
    }

    @Test
    void updateChangesWhatItSays() {
        String id = id(
                map(
                        ",\"MaximumRetryAttempts\":3,\"FilterCriteria\":{\"Filters\":[{\"Pattern\":\"{\\\"data\\\":{\\\"a\\\":[1]}}\"}]}"));
        api.time().advance(Duration.ofSeconds(1));

        Answer updated = api.call("PUT", Api.MAPPINGS + "/" + id, "{\"BatchSize\":5,\"FilterCriteria\":{}}");
        api.time().advance(Duration.ofSeconds(1));

        assertThat(updated.status()).isEqualTo(202);
        assertThat(updated.json().path("State").asText()).isEqualTo("Updating");
        assertThat(get(id).json().path("State").asText()).isEqualTo("Enabled");
        assertThat(get(id).json().path("BatchSize").asInt()).isEqualTo(5);
        assertThat(get(id).json().path("MaximumRetryAttempts").asInt()).isEqualTo(3);
        assertThat(get(id).json().has("FilterCriteria")).isFalse();
    }

    @Test
    void deletedMappingIsSoonGone() {
        String id = id(map(",\"Enabled\":false"));
        api.time().advance(Duration.ofSeconds(1));

        Answer deleted = api.call("DELETE", Api.MAPPINGS + "/" + id);
        api.time().advance(Duration.ofSeconds(1));

        assertThat(deleted.status()).isEqualTo(202);
        assertThat(deleted.json().path("State").asText()).isEqualTo("Deleting");
        assertThat(get(id).refusal())
                .isEqualTo("404 ResourceNotFoundException: The resource you requested does not exist.");
    }

    @Test
    void mappingsAreListedBySourceAndFunction() {
        api.streams().create(new StreamSpec("other", 1, StreamSpec.DEFAULT_RETENTION));
        String id = id(map(",\"Enabled\":false"));
        api.call(
                "POST",
                Api.MAPPINGS,
                "{\"EventSourceArn\":\"%s\",\"FunctionName\":\"f\",\"StartingPosition\":\"LATEST\",\"Enabled\":false}"
                        .formatted(STREAM.replace("/s", "/other")));

        assertThat(list("")).hasSize(2);
        assertThat(list("?FunctionName=f")).hasSize(2);
        assertThat(list("?FunctionName=g")).isEmpty();
        assertThat(list("?EventSourceArn=" + STREAM)).hasSize(1);
        assertThat(list("?EventSourceArn=" + STREAM).get(0).path("UUID").asText())
                .isEqualTo(id);
        assertThat(list("?MaxItems=1")).hasSize(1);
    }

    private JsonNode list(String query) {
        return api.call("GET", Api.MAPPINGS + query).json().path("EventSourceMappings");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|400 ValidationException: 1 validation error detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null",
                "{\"FunctionName\":\"f\"}|400 InvalidParameterValueException: Unrecognized event source.",
                "{\"FunctionName\":\"f\",\"StartingPosition\":\"x\"}|400 ValidationException: 1 validation error detected: Value 'x' at 'startingPosition' failed to satisfy constraint: Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
                "{\"FunctionName\":\"f\",\"EventSourceArn\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\"}|400 InvalidParameterValueException: 1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
                "{\"FunctionName\":\"g\",\"EventSourceArn\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\",\"StartingPosition\":\"LATEST\"}|400 InvalidParameterValueException: Function does not exist",
                "{\"FunctionName\":\"f\",\"EventSourceArn\":\"arn:aws:kinesis:us-east-1:000000000000:stream/no\",\"StartingPosition\":\"LATEST\"}|400 InvalidParameterValueException: Stream not found: arn:aws:kinesis:us-east-1:000000000000:stream/no",
                "{\"FunctionName\":\"f\",\"EventSourceArn\":\"arn:aws:sqs:us-east-1:000000000000:q\"}|400 InvalidParameterValueException: Penstock does not emulate event source mappings of sqs: Kinesis and DynamoDB streams are read here",
                "{\"FunctionName\":\"f\",\"EventSourceArn\":\"arn:aws:s3:::b\"}|400 InvalidParameterValueException: Unrecognized event source.",
                "{\"FunctionName\":\"f\",\"EventSourceArn\":\"arn:aws:kinesis:us-east-1:000000000000:stream/s\",\"StartingPosition\":\"AT_TIMESTAMP\"}|400 InvalidParameterValueException: StartingPositionTimestamp must be given with StartingPosition AT_TIMESTAMP",
                "{\"FunctionName\":\"f\",\"EventSourceArn\":\"arn:aws:dynamodb:ddblocal:000000000000:table/t/stream/x\",\"StartingPosition\":\"AT_TIMESTAMP\",\"StartingPositionTimestamp\":1}|400 InvalidParameterValueException: Unsupported starting position for arn type: arn:aws:dynamodb:ddblocal:000000000000:table/t/stream/x"
            })
    void bodyIsRefused(String body, String refusal) {
        assertThat(api.call("POST", Api.MAPPINGS, body).refusal()).isEqualTo(refusal);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                ",\"BatchSize\":0,\"ParallelizationFactor\":11|400 ValidationException: 2 validation errors detected: Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1; Value '11' at 'parallelizationFactor' failed to satisfy constraint: Member must have value less than or equal to 10",
                ",\"DestinationConfig\":{\"OnSuccess\":{\"Destination\":\"arn:aws:sqs:us-east-1:000000000000:q\"}}|400 InvalidParameterValueException: Unsupported DestinationConfig parameter for given event source mapping type.",
                ",\"FunctionResponseTypes\":[\"x\"]|400 ValidationException: 1 validation error detected: Value '[x]' at 'functionResponseTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]",
                ",\"Topics\":[\"t\"]|400 InvalidParameterValueException: Penstock does not emulate Topics of event source mappings, which is for Kafka: Kinesis and DynamoDB streams are read here; leave it away",
                ",\"StartingPositionTimestamp\":1|400 InvalidParameterValueException: StartingPositionTimestamp is only for StartingPosition AT_TIMESTAMP, not TRIM_HORIZON"
            })
    void memberIsRefused(String member, String refusal) {
        assertThat(map(member).refusal()).isEqualTo(refusal);
        assertThat(list("")).isEmpty();
    }
}
