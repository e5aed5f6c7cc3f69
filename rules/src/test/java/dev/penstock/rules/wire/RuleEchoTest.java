package dev.penstock.rules.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.platform.data.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted comes back exactly: the second plan of infrastructure tools is empty. */
class RuleEchoTest {
    private static final String ROLE = "\"roleArn\":\"arn:aws:iam::000000000000:role/r\"";

    private final ControlPlane plane = new ControlPlane();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        plane.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kinesis\":{\"streamName\":\"s\",\"partitionKey\":\"${newuuid()}\",%s}}",
                "{\"kinesis\":{%s,\"streamName\":\"${topic()}\"}}",
                "{\"republish\":{\"topic\":\"$$aws/things/${topic(2)}/shadow/update\",\"qos\":0,%s}}",
                "{\"republish\":{\"topic\":\"b\",\"qos\":1,%s}}",
                "{\"lambda\":{\"functionArn\":\"arn:aws:lambda:us-east-1:000000000000:function:f\"}}",
                "{\"dynamoDB\":{\"tableName\":\"t\",%s,\"hashKeyField\":\"id\",\"hashKeyValue\":\"${topic(2)}\",\"hashKeyType\":\"STRING\",\"rangeKeyField\":\"at\",\"rangeKeyValue\":\"${timestamp()}\",\"rangeKeyType\":\"NUMBER\",\"payloadField\":\"data\",\"operation\":\"INSERT\"}}",
                "{\"s3\":{\"bucketName\":\"b\",\"key\":\"${topic()}/${timestamp()}\",\"cannedAcl\":\"private\",%s}}",
                "{\"sns\":{\"targetArn\":\"arn:aws:sns:us-east-1:000000000000:t\",\"messageFormat\":\"JSON\",%s}}",
                "{\"sqs\":{\"queueUrl\":\"http://q\",\"useBase64\":false,%s}}",
                "{\"firehose\":{\"deliveryStreamName\":\"d\",\"separator\":\"\\n\",\"batchMode\":true,%s}}",
                "{\"cloudwatchMetric\":{\"metricNamespace\":\"n\",\"metricName\":\"m\",\"metricValue\":\"${t}\",\"metricUnit\":\"Count\",\"metricTimestamp\":\"${timestamp()}\",%s}}",
                "{\"cloudwatchLogs\":{\"logGroupName\":\"g\",\"batchMode\":true,%s}}",
                "{\"cloudwatchAlarm\":{\"alarmName\":\"a\",\"stateReason\":\"r\",\"stateValue\":\"OK\",%s}}",
                "{\"http\":{\"url\":\"http://127.0.0.1:9/a\",\"confirmationUrl\":\"http://127.0.0.1:9/\",\"headers\":[{\"key\":\"h\",\"value\":\"${topic()}\"}],\"enableBatching\":true,\"batchConfig\":{\"maxBatchOpenMs\":20,\"maxBatchSize\":5,\"maxBatchSizeBytes\":1000,\"batchAcrossTopics\":true}}}",
                "{\"dynamoDBv2\":{\"putItem\":{\"tableName\":\"t\"},%s}}",
            })
    void everyFieldComesBackInItsOrder(String action) throws Exception {
        String given = action.formatted(ROLE);
        String rule =
                "{\"sql\":\"SELECT *\\n FROM 'a/+'\",\"description\":\"\",\"actions\":[%s,%s],\"ruleDisabled\":true,\"awsIotSqlVersion\":\"beta\",\"errorAction\":%s}"
                        .formatted(given, given, given);

        HttpResponse<String> created = send("POST", "/rules/r", rule);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        assertThat(created.body()).isEmpty();
        ObjectNode got = (ObjectNode) get("/rules/r").path("rule");
        got.remove("createdAt");
        got.remove("ruleName");
        assertThat(got).hasToString(rule);
    }

    @Test
    void bothShapesOfTheBodyAreTaken() throws Exception {
        String payload = "{\"sql\":\"SELECT * FROM 'a'\",\"actions\":[],\"description\":null}";

        send("POST", "/rules/bare", payload);
        send("POST", "/rules/wrapped", "{\"topicRulePayload\":%s}".formatted(payload));

        ObjectNode bare = (ObjectNode) get("/rules/bare").path("rule");
        ObjectNode wrapped = (ObjectNode) get("/rules/wrapped").path("rule");
        assertThat(wrapped.remove("ruleName").asText()).isEqualTo("wrapped");
        bare.remove("ruleName");
        assertThat(wrapped).isEqualTo(bare);
        assertThat(bare.has("description")).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"sql\":\"SELECT * FROM 'a'\",\"actions\":[],\"descripton\":\"x\"}; Did you mean 'description'?",
                "{\"sql\":\"SELECT * FROM 'a'\",\"actions\":[{\"kinesi\":{}}]}; actions[0]",
                "{\"sql\":\"SELECT * FROM 'a'\",\"actions\":[{\"republish\":{\"topic\":\"b\",\"roleArn\":\"r\",\"qqs\":1}}]}; qqs",
                "{\"sql\":\"SELECT * FROM 'a'\",\"actions\":[{}]}; actions[0] must be an object with exactly one member",
                "{\"sql\":\"SELECT * FROM 'a'\",\"actions\":[{\"kinesis\":7}]}; actions[0].kinesis must be an object",
                "{\"sql\":\"SELECT * FROM 'a'\",\"actions\":{}}; 'actions' must be a list",
                "{\"sql\":7,\"actions\":[]}; 'sql' must be a String",
                "{\"sql\":\"SELECT * FROM 'a'\",\"actions\":[],\"ruleDisabled\":\"no\"}; 'ruleDisabled' must be a Boolean",
                "{\"sql\":\"SELECT * FROM 'a'\",\"actions\":[],\"errorAction\":[]}; errorAction must be an object",
            })
    void whatIsUnknownOrOfTheWrongTypeIsNamed(String body, String named) throws Exception {
        HttpResponse<String> answer = send("POST", "/rules/r", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("InvalidRequestException");
        assertThat(Json.MAPPER.readTree(answer.body()).path("message").asText()).contains(named);
        assertThat(plane.engine.rules()).isEmpty();
    }

    @Test
    void levelsOfSingleEventsAreRefusedByName() throws Exception {
        HttpResponse<String> answer =
                send("POST", "/v2LoggingOptions", "{\"eventConfigurations\":[{\"eventType\":\"RuleMatch\"}]}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'eventConfigurations' is not emulated");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(send("GET", path, "").body());
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(plane.uri().resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
