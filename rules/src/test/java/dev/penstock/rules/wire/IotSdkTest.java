package dev.penstock.rules.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.rules.LoggingOptions;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.Action;
import software.amazon.awssdk.services.iot.model.GetTopicRuleResponse;
import software.amazon.awssdk.services.iot.model.GetV2LoggingOptionsResponse;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.IotException;
import software.amazon.awssdk.services.iot.model.LogLevel;
import software.amazon.awssdk.services.iot.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.iot.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iot.model.SqlParseException;
import software.amazon.awssdk.services.iot.model.Tag;
import software.amazon.awssdk.services.iot.model.TopicRuleListItem;
import software.amazon.awssdk.services.iot.model.TopicRulePayload;
import software.amazon.awssdk.services.iot.model.UnauthorizedException;

/** The AWS SDK for Java as its users configure it. */
class IotSdkTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final String ARN = "arn:aws:iot:us-east-1:000000000000:rule/";

    private final ControlPlane plane = new ControlPlane();
    private final IotClient iot = plane.iot;

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void ruleComesBackAsItWasMade() {
        TopicRulePayload payload = payload("SELECT *, topic(2) AS device FROM 'a/+' WHERE t > 50").toBuilder()
                .description("for hot days")
                .awsIotSqlVersion("2016-03-23")
                .actions(kinesis("one"), republish("b/${topic(2)}"), kinesis("two"))
                .errorAction(republish("errors"))
                .ruleDisabled(true)
                .build();

        iot.createTopicRule(r -> r.ruleName("hot").topicRulePayload(payload));
        GetTopicRuleResponse got = iot.getTopicRule(r -> r.ruleName("hot"));

        assertThat(got.ruleArn()).isEqualTo(ARN + "hot");
        assertThat(got.rule().ruleName()).isEqualTo("hot");
        assertThat(got.rule().createdAt()).isEqualTo(START);
        assertThat(got.rule().sql()).isEqualTo(payload.sql());
        assertThat(got.rule().description()).isEqualTo("for hot days");
        assertThat(got.rule().actions()).isEqualTo(payload.actions());
        assertThat(got.rule().errorAction()).isEqualTo(payload.errorAction());
        assertThat(got.rule().ruleDisabled()).isTrue();
        assertThat(got.rule().awsIotSqlVersion()).isEqualTo("2016-03-23");
    }

    @Test
    void whatIsNotSaidHasTheDefaultsOfAws() {
        create("plain", "SELECT * FROM 'a'");

        var rule = iot.getTopicRule(r -> r.ruleName("plain")).rule();

        assertThat(rule.awsIotSqlVersion()).isEqualTo("2015-10-08");
        assertThat(rule.ruleDisabled()).isFalse();
        assertThat(rule.description()).isNull();
        assertThat(rule.hasActions()).isTrue();
        assertThat(rule.errorAction()).isNull();
    }

    @Test
    void ruleWorksAtOnceAndIsExplained() {
        create("live", "SELECT * FROM 'a' WHERE t > 5", republish("b"));

        plane.publish("a", "{\"t\":6}");

        assertThat(plane.matched("live")).isEqualTo(1);
        String id = plane.engine.recentMessages(2).get(1);
        assertThat(plane.engine.explain(id).orElseThrow().text()).contains("live", "fired");
        assertThat(plane.logs.lines("AWSIotLogsV2")).isNotEmpty();
    }

    @Test
    void disabledRuleSeesNothingUntilItIsEnabled() {
        create("r", "SELECT * FROM 'a'", republish("b"));

        iot.disableTopicRule(r -> r.ruleName("r"));
        plane.publish("a", "{}");
        assertThat(plane.matched("r")).isZero();
        assertThat(iot.getTopicRule(r -> r.ruleName("r")).rule().ruleDisabled()).isTrue();
        iot.enableTopicRule(r -> r.ruleName("r"));
        plane.publish("a", "{}");

        assertThat(plane.matched("r")).isEqualTo(1);
        assertThat(iot.getTopicRule(r -> r.ruleName("r")).rule().ruleDisabled()).isFalse();
    }

    @Test
    void replacementKeepsNothingOfTheOldRuleButItsTime() {
        iot.createTopicRule(r -> r.ruleName("r")
                .topicRulePayload(payload("SELECT * FROM 'a'").toBuilder()
                        .description("old")
                        .errorAction(republish("e"))
                        .build()));
        plane.time.advance(java.time.Duration.ofHours(1));

        iot.replaceTopicRule(r -> r.ruleName("r").topicRulePayload(payload("SELECT * FROM 'c'")));

        var rule = iot.getTopicRule(r -> r.ruleName("r")).rule();
        assertThat(rule.sql()).isEqualTo("SELECT * FROM 'c'");
        assertThat(rule.description()).isNull();
        assertThat(rule.errorAction()).isNull();
        assertThat(rule.createdAt()).isEqualTo(START);
    }

    @Test
    void deletedRuleIsGoneAndDeletingItAgainSucceeds() {
        create("r", "SELECT * FROM 'a'");

        iot.deleteTopicRule(r -> r.ruleName("r"));

        assertThat(iot.listTopicRules().rules()).isEmpty();
        assertThatCode(() -> iot.deleteTopicRule(r -> r.ruleName("r"))).doesNotThrowAnyException();
    }

    @Test
    void rulesAreListedInPages() {
        IntStream.range(0, 25).forEach(i -> create("r%02d".formatted(i), "SELECT * FROM 'a'"));

        List<String> names = iot.listTopicRulesPaginator(r -> r.maxResults(10)).rules().stream()
                .map(TopicRuleListItem::ruleName)
                .toList();

        assertThat(names).hasSize(25).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void listTellsRulesApart() {
        create("plus", "SELECT * FROM 'a/+/c'");
        create("exact", "SELECT * FROM 'a/b/c'");
        create("other", "SELECT * FROM 'x'");
        create("basic", "SELECT *");
        iot.disableTopicRule(r -> r.ruleName("other"));

        assertThat(iot.listTopicRules(r -> r.topic("a/b/c")).rules())
                .extracting(TopicRuleListItem::ruleName, TopicRuleListItem::topicPattern)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("exact", "a/b/c"),
                        org.assertj.core.groups.Tuple.tuple("plus", "a/+/c"));
        assertThat(iot.listTopicRules(r -> r.topic("a/+/c")).rules())
                .extracting(TopicRuleListItem::ruleName)
                .containsExactly("plus");
        assertThat(iot.listTopicRules(r -> r.ruleDisabled(true)).rules())
                .extracting(TopicRuleListItem::ruleArn)
                .containsExactly(ARN + "other");
        assertThat(iot.listTopicRules(r -> r.ruleDisabled(false)).rules()).hasSize(3);
        assertThat(iot.listTopicRules().rules())
                .allMatch(rule -> rule.createdAt().equals(START));
    }

    @Test
    void sqlThatDoesNotParseIsRefusedWithItsPosition() {
        assertThatExceptionOfType(SqlParseException.class)
                .isThrownBy(() -> create("bad", "SELECT nope(1) FROM 'a'"))
                .withMessageContaining("line 1, column 8")
                .matches(refusal -> refusal.statusCode() == 400);
        assertThat(iot.listTopicRules().rules()).isEmpty();
    }

    @Test
    void nameIsTakenOnce() {
        create("r", "SELECT * FROM 'a'");

        assertThatExceptionOfType(ResourceAlreadyExistsException.class)
                .isThrownBy(() -> create("r", "SELECT * FROM 'b'"))
                .matches(refusal -> refusal.statusCode() == 409)
                .matches(refusal -> refusal.resourceId().equals("r"))
                .matches(refusal -> refusal.resourceArn().equals(ARN + "r"));
    }

    static List<Consumer<IotClient>> onMissing() {
        return List.of(
                iot -> iot.getTopicRule(r -> r.ruleName("none")),
                iot -> iot.enableTopicRule(r -> r.ruleName("none")),
                iot -> iot.disableTopicRule(r -> r.ruleName("none")),
                iot -> iot.replaceTopicRule(r -> r.ruleName("none").topicRulePayload(payload("SELECT * FROM 'a'"))));
    }

    @ParameterizedTest
    @MethodSource("onMissing")
    void missingRuleIsDeniedAsAwsDoesIt(Consumer<IotClient> call) {
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> call.accept(iot))
                .withMessageContaining("Access to topic rule 'none' was denied")
                .matches(refusal -> refusal.statusCode() == 401);
    }

    static List<Consumer<IotClient>> invalid() {
        return List.of(
                iot -> iot.createTopicRule(r -> r.ruleName("with-dash").topicRulePayload(payload("SELECT * FROM 'a'"))),
                iot -> iot.createTopicRule(
                        r -> r.ruleName("x".repeat(129)).topicRulePayload(payload("SELECT * FROM 'a'"))),
                iot -> iot.createTopicRule(r -> r.ruleName("r")
                        .topicRulePayload(payload("SELECT * FROM 'a'").toBuilder()
                                .awsIotSqlVersion("2020-01-01")
                                .build())),
                iot -> iot.createTopicRule(r -> r.ruleName("r")
                        .topicRulePayload(payload("SELECT * FROM 'a'").toBuilder()
                                .actions(IntStream.range(0, 11)
                                        .mapToObj(i -> republish("b"))
                                        .toList())
                                .build())),
                iot -> iot.createTopicRule(r -> r.ruleName("r")
                        .topicRulePayload(payload("SELECT * FROM 'a'").toBuilder()
                                .description("x".repeat(128 * 1024))
                                .build())),
                iot -> iot.createTopicRule(r -> r.ruleName("r")
                        .topicRulePayload(
                                TopicRulePayload.builder().actions(List.of()).build())),
                iot -> iot.createTopicRule(r -> r.ruleName("r")
                        .topicRulePayload(TopicRulePayload.builder()
                                .sql("SELECT * FROM 'a'")
                                .build())),
                iot -> iot.createTopicRule(r -> r.ruleName("r")
                        .topicRulePayload(payload("SELECT * FROM 'a'"))
                        .tags("aws:x=1")),
                iot -> iot.listTopicRules(r -> r.maxResults(0)),
                iot -> iot.listTopicRules(r -> r.nextToken("%%%")),
                iot -> iot.setV2LoggingOptions(r -> r.defaultLogLevel("LOUD")));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void whatIsWrongIsRefused(Consumer<IotClient> call) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> call.accept(iot));
        assertThat(iot.listTopicRules().rules()).isEmpty();
    }

    @Test
    void tagsComeBack() {
        iot.createTopicRule(r ->
                r.ruleName("r").topicRulePayload(payload("SELECT * FROM 'a'")).tags("team=water%20works&stage=test"));
        iot.tagResource(r -> r.resourceArn(ARN + "r")
                .tags(
                        Tag.builder().key("stage").value("prod").build(),
                        Tag.builder().key("b").value("").build()));
        iot.untagResource(r -> r.resourceArn(ARN + "r").tagKeys("b", "never"));

        assertThat(iot.listTagsForResource(r -> r.resourceArn(ARN + "r")).tags())
                .extracting(Tag::key, Tag::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("stage", "prod"),
                        org.assertj.core.groups.Tuple.tuple("team", "water works"));
    }

    @Test
    void ruleMadeAnewHasNoTagsOfTheOldOne() {
        iot.createTopicRule(r ->
                r.ruleName("r").topicRulePayload(payload("SELECT * FROM 'a'")).tags("a=1"));
        iot.deleteTopicRule(r -> r.ruleName("r"));

        create("r", "SELECT * FROM 'a'");

        assertThat(iot.listTagsForResource(r -> r.resourceArn(ARN + "r")).tags())
                .isEmpty();
    }

    @Test
    void tagsOfWhatIsNoRuleAreNotFound() {
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> iot.listTagsForResource(r -> r.resourceArn(ARN + "none")));
        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> iot.tagResource(r -> r.resourceArn("arn:aws:iot:us-east-1:000000000000:thing/t")
                        .tags(Tag.builder().key("a").build())));
    }

    @Test
    void logLevelIsSetAndRead() {
        assertThat(iot.getV2LoggingOptions(r -> {}).defaultLogLevel()).isEqualTo(LogLevel.INFO);

        iot.setV2LoggingOptions(r -> r.roleArn(ROLE).defaultLogLevel(LogLevel.DEBUG));
        iot.setV2LoggingOptions(r -> r.disableAllLogs(true));

        GetV2LoggingOptionsResponse options = iot.getV2LoggingOptions(r -> {});
        assertThat(options.roleArn()).isEqualTo(ROLE);
        assertThat(options.defaultLogLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(options.disableAllLogs()).isTrue();
        assertThat(plane.engine.loggingOptions()).isEqualTo(new LoggingOptions(ROLE, LoggingOptions.Level.DEBUG, true));
    }

    @Test
    void operationThatIsNotThereIsRefusedByName() {
        assertThatExceptionOfType(IotException.class)
                .isThrownBy(() -> iot.createThing(r -> r.thingName("t")))
                .withMessageContaining("POST /things/t")
                .matches(refusal -> refusal.awsErrorDetails().errorCode().equals("UnknownOperationException"));
    }

    private void create(String name, String sql, Action... actions) {
        iot.createTopicRule(r -> r.ruleName(name)
                .topicRulePayload(payload(sql).toBuilder().actions(actions).build()));
    }

    private static TopicRulePayload payload(String sql) {
        return TopicRulePayload.builder().sql(sql).actions(List.of()).build();
    }

    private static Action kinesis(String stream) {
        return Action.builder()
                .kinesis(k -> k.streamName(stream).partitionKey("${topic()}").roleArn(ROLE))
                .build();
    }

    private static Action republish(String topic) {
        return Action.builder()
                .republish(r -> r.topic(topic).qos(1).roleArn(ROLE))
                .build();
    }
}
