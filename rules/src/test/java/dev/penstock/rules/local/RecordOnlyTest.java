package dev.penstock.rules.local;

import static dev.penstock.rules.local.EngineFixture.action;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.Sinks.Entry;
import dev.penstock.rules.TopicRule.ActionSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Actions whose service is not here. */
class RecordOnlyTest {
    private final EngineFixture fixture =
            new EngineFixture(EngineFixture.settings(1, 256).withRecordOnly(RuleSettings.RECORDABLE));

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                arguments(
                        action(
                                "timestream",
                                "{'databaseName':'db','tableName':'t','dimensions':[{'name':'device','value':'${topic(2)}'}],"
                                        + "'timestamp':{'value':'${ts}','unit':'SECONDS'},'roleArn':'r'}"),
                        "db/t",
                        Map.of("dimensions[0].value", "d1", "timestamp.value", "5", "dimensions[0].name", "device")),
                arguments(
                        action(
                                "kafka",
                                "{'destinationArn':'arn:aws:iot:x','topic':'k-${topic(2)}','key':'${ts}',"
                                        + "'clientProperties':{'bootstrap.servers':'h:9092','acks':'${ts}'},"
                                        + "'headers':[{'key':'a','value':'${ts}'}]}"),
                        "k-d1",
                        Map.of("key", "5", "clientProperties.acks", "5", "headers[0].value", "5")),
                arguments(
                        action(
                                "openSearch",
                                "{'endpoint':'https://e','index':'i','type':'t','id':'${ts}','roleArn':'r'}"),
                        "https://e/i",
                        Map.of("id", "5")),
                arguments(
                        action("elasticsearch", "{'endpoint':'https://e','index':'i','type':'t','id':'${ts}'}"),
                        "https://e/i",
                        Map.of("id", "5")),
                arguments(
                        action(
                                "iotSiteWise",
                                "{'putAssetPropertyValueEntries':[{'propertyAlias':'/${topic(2)}','propertyValues':[{"
                                        + "'value':{'doubleValue':'${ts}'},'timestamp':{'timeInSeconds':'${ts}'},"
                                        + "'quality':'GOOD'}]}],'roleArn':'r'}"),
                        "iotSiteWise",
                        Map.of(
                                "putAssetPropertyValueEntries[0].propertyAlias",
                                "/d1",
                                "putAssetPropertyValueEntries[0].propertyValues[0].value.doubleValue",
                                "5")),
                arguments(
                        action("iotEvents", "{'inputName':'in','messageId':'${ts}','roleArn':'r'}"),
                        "in",
                        Map.of("messageId", "5", "batchMode", "false")),
                arguments(action("iotAnalytics", "{'channelName':'c'}"), "c", Map.of("batchMode", "false")),
                arguments(
                        action("stepFunctions", "{'stateMachineName':'m','executionNamePrefix':'p-${ts}'}"),
                        "m",
                        Map.of("executionNamePrefix", "p-5")),
                arguments(
                        action(
                                "location",
                                "{'trackerName':'tr','deviceId':'${topic(2)}','latitude':'1','longitude':'${ts}',"
                                        + "'timestamp':{'value':'${ts}'}}"),
                        "tr",
                        Map.of("deviceId", "d1", "longitude", "5", "timestamp.value", "5")),
                arguments(
                        action("salesforce", "{'url':'https://i.salesforce.com/x','token':'" + "t".repeat(40) + "'}"),
                        "https://i.salesforce.com/x",
                        Map.of("url", "https://i.salesforce.com/x")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void whatWouldBeSentIsKept(ActionSpec action, String target, Map<String, String> fields) {
        fixture.rule("r", "SELECT v FROM 'in/#'", action);

        fixture.broker.publish("in/d1", "{\"ts\":5,\"v\":true}", "c");
        fixture.time.settle();

        Entry entry = entries(action.kind(), target).get(0);
        assertThat(entry.fields()).containsAllEntriesOf(fields);
        assertThat(entry.body().utf8()).isEqualTo("{\"v\":true}");
        assertThat(fixture.explain(0))
                .contains("recorded only")
                .contains("ACTION  1 %s succeeded".formatted(action.kind()));
    }

    @Test
    void eachPointOfInfluxIsReadByItself() {
        fixture.rule(
                "r",
                "SELECT VALUE points FROM 'in'",
                action(
                        "influxDB",
                        "{'destinationArn':'arn:x','databaseName':'db','tableName':'t_@{kind}','timestampUnit':'ms',"
                                + "'tags':{'site':'${site}','device':'@{meta.id}'},'roleArn':'r'}"));

        fixture.broker.publish(
                "in",
                "{\"site\":\"s1\",\"points\":[{\"timestamp\":1,\"kind\":\"a\",\"meta\":{\"id\":7}},{\"timestamp\":2,\"kind\":\"b\"}]}",
                "c");
        fixture.time.settle();

        assertThat(entries("influxDB", "db/t_a").get(0).fields())
                .containsEntry("tags.site", "s1")
                .containsEntry("tags.device", "7");
        assertThat(entries("influxDB", "db/t_b").get(0).fields()).containsEntry("tags.device", "");
        assertThat(entries("influxDB", "db/t_b").get(0).body().utf8()).isEqualTo("{\"timestamp\":2,\"kind\":\"b\"}");
    }

    @Test
    void influxPointWithoutTimestampFailsAndNothingIsKept() {
        fixture.rule(
                "r",
                "SELECT * FROM 'in'",
                action("influxDB", "{'destinationArn':'arn:x','databaseName':'db','tableName':'t'}"));

        fixture.broker.publish("in", "[{\"timestamp\":1},{\"v\":1}]", "c");
        fixture.time.settle();

        assertThat(fixture.engine.sinks().targets()).isEmpty();
        assertThat(fixture.explain(0)).contains("ValidationException");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        action("timestream", "{'databaseName':'db','tableName':'t'}"),
                        "dimensions: 1 to 128 are allowed, not 0"),
                arguments(
                        action(
                                "timestream",
                                "{'databaseName':'db','tableName':'t','dimensions':[{'name':'time','value':'1'}]}"),
                        "dimensions[0].name: 'time' does not match"),
                arguments(
                        action("timestream", "{'databaseName':'db','tableName':'${tpic()}','dimensions':[]}"),
                        "tableName: line 1, column 3: there is no function tpic()"),
                arguments(
                        action("kafka", "{'destinationArn':'arn:x','topic':'t','clientProperties':{'bootstrap':'h'}}"),
                        "there is no property 'bootstrap'"),
                arguments(
                        action("openSearch", "{'endpoint':'e','index':'i','type':'t','id':'1'}"),
                        "endpoint: 'e' must begin with https://"),
                arguments(
                        action("stepFunctions", "{'stateMachineArn':'m'}"),
                        "the parameter 'stateMachineName' is missing"),
                arguments(
                        action("influxDB", "{'destinationArn':'arn:x','databaseName':'db','tableName':'@{a}${b}'}"),
                        "tableName: '@{a}${b}' may have one @{...}"),
                arguments(action("salesforce", "{'url':'https://x/','token':'short'}"), "token: it must have 40"),
                arguments(action("iotAnalytics", "{}"), "channelName: the parameter is missing"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void parametersAreChecked(ActionSpec action, String problem) {
        assertThatThrownBy(() -> fixture.rule("r", "SELECT * FROM 'in'", action))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void withoutOptInTheyAreRefusedAndTheErrorNamesTheOption() {
        try (EngineFixture some =
                new EngineFixture(EngineFixture.settings(1, 256).withRecordOnly(Set.of("kafka")))) {
            assertThatThrownBy(() -> some.rule("r", "SELECT * FROM 'in'", action("stepFunctions", "{}")))
                    .hasMessageContaining("start with --record-only (rules.recordOnly in penstock.yaml)")
                    .hasMessageContaining("supported are: ");
        }
    }

    @Test
    void onlyWhatHasNoServiceCanBeRecordedOnly() {
        assertThatThrownBy(() -> RuleSettings.defaults().withRecordOnly(Set.of("s3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "'s3' is no action that can be recorded only; these are: elasticsearch, influxDB");
    }

    private List<Entry> entries(String kind, String target) {
        List<Entry> entries = fixture.engine.sinks().entries(kind, target);
        assertThat(entries)
                .as("%s in %s", target, fixture.engine.sinks().targets())
                .isNotEmpty();
        return entries;
    }
}
