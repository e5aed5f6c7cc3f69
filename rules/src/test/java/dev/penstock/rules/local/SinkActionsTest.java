package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.platform.metrics.Metric;
import dev.penstock.platform.metrics.MetricStore;
import dev.penstock.platform.metrics.Statistics;
import dev.penstock.platform.time.TestTime;
import dev.penstock.rules.Sinks.Entry;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The actions that send into sinks, through the engine. */
class SinkActionsTest {
    private static final String QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/q";
    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:alarms";

    private final MetricStore metrics =
            new MetricStore(TestTime.at("2026-01-01T00:00:00Z"), MetricStore.DEFAULT_MAX_BYTES);
    private final EngineFixture fixture =
            new EngineFixture(EngineFixture.settings(2, 256), targets -> targets.withMetrics(metrics));

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void s3KeepsTheLastObjectOfEachKey() {
        rule(action("s3", "{'bucketName':'bucket','key':'${k}.json','cannedAcl':'public-read','roleArn':'r'}"));

        send("{\"k\":1,\"v\":1}");
        send("{\"k\":2,\"v\":2}");
        send("{\"k\":1,\"v\":3}");

        assertThat(entries("s3", "bucket"))
                .extracting(Entry::fields, entry -> entry.body().utf8())
                .containsExactly(
                        tuple(Map.of("key", "2.json", "cannedAcl", "public-read"), "{\"k\":2,\"v\":2}"),
                        tuple(Map.of("key", "1.json", "cannedAcl", "public-read"), "{\"k\":1,\"v\":3}"));
        assertThat(explain(0)).contains("request cannedAcl = public-read").contains("answer eTag");
    }

    @Test
    void s3TakesBytesThatAreNotText() {
        rule(action("s3", "{'bucketName':'bucket','key':'k'}"));

        fixture.broker.publish("in", Bytes.wrap(new byte[] {(byte) 0xff, 0}), 1, "c");
        fixture.time.settle();

        assertThat(entries("s3", "bucket"))
                .extracting(Entry::body)
                .containsExactly(Bytes.wrap(new byte[] {(byte) 0xff, 0}));
    }

    @Test
    void sqsSendsTextOrBase64() {
        rule(
                action("sqs", "{'queueUrl':'" + QUEUE + "'}"),
                action("sqs", "{'queueUrl':'" + QUEUE + "64','useBase64':true}"));

        send("{\"a\":1}");

        assertThat(bodies("sqs", QUEUE)).containsExactly("{\"a\":1}");
        assertThat(bodies("sqs", QUEUE + "64"))
                .containsExactly(Bytes.utf8("{\"a\":1}").base64());
        assertThat(explain(0)).contains("answer md5OfMessageBody = bb6cb5c68df4652941caf652a366f2d8");
    }

    @Test
    void snsSendsAsItIsOrChecksTheStructureForEachProtocol() {
        rule(
                action("sns", "{'targetArn':'" + TOPIC + "'}"),
                action("sns", "{'targetArn':'" + TOPIC + "2','messageFormat':'JSON'}"));

        send("{\"default\":\"hot\",\"email\":\"very hot\"}");
        send("{\"sms\":\"hot\"}");

        assertThat(bodies("sns", TOPIC)).hasSize(2);
        assertThat(bodies("sns", TOPIC + "2")).containsExactly("{\"default\":\"hot\",\"email\":\"very hot\"}");
        assertThat(explain(1))
                .contains("2 sns failed: InvalidParameter: Invalid parameter: Message Structure - No default entry");
    }

    @Test
    void firehoseAppendsTheSeparatorAndSplitsBatches() {
        rule(
                action("firehose", "{'deliveryStreamName':'plain','separator':'\\n'}"),
                action("firehose", "{'deliveryStreamName':'split','separator':',','batchMode':true}"));

        send("[{\"a\":1.50},2]");
        send("{\"a\":2}");

        assertThat(bodies("firehose", "plain")).containsExactly("[{\"a\":1.50},2]\n", "{\"a\":2}\n");
        assertThat(bodies("firehose", "split")).containsExactly("{\"a\":1.50},", "2,", "{\"a\":2},");
        assertThat(explain(0)).contains("request records = 2").contains("request separator = \\n");
    }

    @Test
    void firehoseTakesAtMost500RecordsAtOnce() {
        rule(action("firehose", "{'deliveryStreamName':'s','batchMode':true}"));

        send("[" + "1,".repeat(499) + "1]");
        send("[" + "1,".repeat(500) + "1]");
        send("[]");

        assertThat(entries("firehose", "s")).hasSize(500);
        assertThat(explain(1)).contains("InvalidArgumentException").contains("the array has 501");
        assertThat(explain(2)).contains("the array has 0");
    }

    @Test
    void metricIsOnePointWithTheTimeOfTheClock() {
        rule(action(
                "cloudwatchMetric",
                "{'metricNamespace':'Plant','metricName':'${topic()}','metricValue':'${t}','metricUnit':'${u}'}"));

        send("{\"t\":21.50,\"u\":\"Percent\"}");
        send("{\"t\":\"warm\",\"u\":\"Percent\"}");
        send("{\"t\":1e999,\"u\":\"Percent\"}");
        send("{\"t\":1,\"u\":\"Celsius\"}");

        assertThat(entries("cloudwatchMetric", "Plant"))
                .extracting(Entry::fields)
                .containsExactly(Map.of(
                        "metricName", "in",
                        "metricValue", "21.50",
                        "metricUnit", "Percent",
                        "metricTimestamp", Long.toString(fixture.time.millis() / 1000)));
        assertThat(fixture.count("r").actionsFailed()).isEqualTo(3);
        assertThat(explain(1)).contains("the metricValue 'warm' is not a number");
        assertThat(explain(3)).contains("the metricUnit 'Celsius' is none of Seconds");
    }

    @Test
    void metricIsThereForClientsOfCloudWatch() {
        rule(action(
                "cloudwatchMetric",
                "{'metricNamespace':'Plant','metricName':'${topic()}','metricValue':'${t}','metricUnit':'Percent'}"));

        send("{\"t\":21.50}");
        send("{\"t\":1}");
        send("{\"t\":\"warm\"}");

        assertThat(metrics.total(new Metric("Plant", "in", List.of()))).contains(new Statistics(2, 22.5, 1, 21.5));
    }

    @Test
    void metricInMillisecondsIsRefusedWithAHint() {
        rule(
                action(
                        "cloudwatchMetric",
                        "{'metricNamespace':'P','metricName':'m','metricValue':'1','metricUnit':'None','metricTimestamp':'${t}'}"));

        send("{\"t\":1767225600}");
        send("{\"t\":1767225600000}");

        assertThat(entries("cloudwatchMetric", "P")).hasSize(1);
        assertThat(explain(1)).contains("in seconds since 1970, not in milliseconds");
    }

    @Test
    void alarmIsSetWithItsReason() {
        rule(action("cloudwatchAlarm", "{'alarmName':'Hot','stateReason':'${t} degrees','stateValue':'${s}'}"));

        send("{\"t\":90,\"s\":\"ALARM\"}");
        send("{\"t\":90,\"s\":\"alarm\"}");

        assertThat(entries("cloudwatchAlarm", "Hot"))
                .extracting(Entry::fields)
                .containsExactly(Map.of("stateValue", "ALARM", "stateReason", "90 degrees"));
        assertThat(explain(1)).contains("ValidationException: the stateValue 'alarm' is none of OK, ALARM");
    }

    @Test
    void fullSinksAreAFailureOfTheAction() {
        try (EngineFixture narrow =
                new EngineFixture(EngineFixture.settings(1, 256), targets -> targets.withSinks(1_000_000, 1))) {
            narrow.rule("r", "SELECT * FROM 'in'", action("sqs", "{'queueUrl':'" + QUEUE + "'}"));

            narrow.broker.publish("in", "1", "c");
            narrow.broker.publish("in", "2", "c");
            narrow.time.settle();

            assertThat(narrow.engine.sinks().entries("sqs", QUEUE)).hasSize(1);
            assertThat(narrow.count("r").actionsFailed()).isEqualTo(1);
            assertThat(narrow.explain(1)).contains("LimitExceededException: the sinks are full");
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        action("s3", "{'bucketName':'b','key':'k','cannedAcl':'publicread'}"),
                        "cannedAcl: 'publicread' is none of private, public-read,"),
                arguments(action("s3", "{'bucketName':'b'}"), "the parameter 'key' is missing"),
                arguments(
                        action("sqs", "{'queueUrl':'https://sqs/1/q.fifo'}"),
                        "queueUrl: a FIFO queue ('https://sqs/1/q.fifo') cannot be the target of a rule"),
                arguments(
                        action("sqs", "{'queueUrl':'" + QUEUE + "','useBase64':'maybe'}"),
                        "useBase64: true or false is expected"),
                arguments(action("sns", "{'targetArn':'" + TOPIC + ".fifo'}"), "targetArn: a FIFO topic"),
                arguments(action("sns", "{'targetArn':'alarms'}"), "'alarms' is not the ARN of an SNS topic"),
                arguments(
                        action("sns", "{'targetArn':'" + TOPIC + "','messageFormat':'json'}"),
                        "messageFormat: 'json' is none of RAW, JSON"),
                arguments(
                        action("firehose", "{'deliveryStreamName':'s','separator':';'}"),
                        "separator: ';' is none of \\n (newline)"),
                arguments(
                        action(
                                "cloudwatchMetric",
                                "{'metricNamespace':'n','metricName':'m','metricValue':'1','metricUnit':'Second'}"),
                        "Did you mean 'Seconds'?"),
                arguments(
                        action("cloudwatchAlarm", "{'alarmName':'a','stateReason':'r','stateValue':'Ok'}"),
                        "stateValue: 'Ok' is none of OK, ALARM, INSUFFICIENT_DATA"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatCannotWorkIsRefusedWhenTheRuleIsCreated(ActionSpec action, String problem) {
        assertThatThrownBy(() -> rule(action))
                .isInstanceOfSatisfying(
                        AwsException.class, error -> assertThat(error.code()).isEqualTo("InvalidRequestException"))
                .hasMessageContaining(problem);
    }

    private void rule(ActionSpec... actions) {
        fixture.rule("r", "SELECT * FROM 'in'", actions);
    }

    private void send(String payload) {
        fixture.broker.publish("in", payload, "c");
        fixture.time.settle();
    }

    /** Without the alignment. */
    private String explain(int message) {
        return fixture.explain(message).replaceAll(" +", " ");
    }

    private List<Entry> entries(String kind, String target) {
        return fixture.engine.sinks().entries(kind, target);
    }

    private List<String> bodies(String kind, String target) {
        return entries(kind, target).stream().map(entry -> entry.body().utf8()).toList();
    }
}
