package dev.penstock.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.platform.aws.AwsIdentity;
import dev.penstock.platform.time.TestTime;
import dev.penstock.platform.wire.AwsEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** The AWS SDK for Java as its users configure it. */
class LogsSdkTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final TestTime time = TestTime.at(START);
    private final AwsEndpoint endpoint = new AwsEndpoint("127.0.0.1", 0);
    private CloudWatchLogsClient logs;

    @BeforeEach
    void start() {
        endpoint.register(new LogGroups(AwsIdentity.DEFAULT, time, LogGroups.DEFAULT_MAX_BYTES).api());
        endpoint.start();
        logs = CloudWatchLogsClient.builder()
                .endpointOverride(endpoint.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @AfterEach
    void stop() {
        logs.close();
        endpoint.close();
    }

    @Test
    void groupIsDescribedAsItWasMade() {
        logs.createLogGroup(r -> r.logGroupName("/app/a").tags(Map.of("team", "x")));
        logs.putRetentionPolicy(r -> r.logGroupName("/app/a").retentionInDays(7));

        LogGroup group = logs.describeLogGroups(r -> r.logGroupNamePrefix("/app"))
                .logGroups()
                .get(0);

        String arn = "arn:aws:logs:us-east-1:000000000000:log-group:/app/a";
        assertThat(group.logGroupName()).isEqualTo("/app/a");
        assertThat(group.creationTime()).isEqualTo(START.toEpochMilli());
        assertThat(group.retentionInDays()).isEqualTo(7);
        assertThat(group.arn()).isEqualTo(arn + ":*");
        assertThat(group.logGroupArn()).isEqualTo(arn);
        assertThat(logs.listTagsForResource(r -> r.resourceArn(arn)).tags()).containsExactly(Map.entry("team", "x"));
    }

    @Test
    void retentionPolicyIsTakenAway() {
        logs.createLogGroup(r -> r.logGroupName("g"));
        logs.putRetentionPolicy(r -> r.logGroupName("g").retentionInDays(1));

        logs.deleteRetentionPolicy(r -> r.logGroupName("g"));

        assertThat(logs.describeLogGroups().logGroups().get(0).retentionInDays())
                .isNull();
    }

    @Test
    void tagsChange() {
        logs.createLogGroup(r -> r.logGroupName("g"));
        String arn = logs.describeLogGroups().logGroups().get(0).logGroupArn();
        logs.tagResource(r -> r.resourceArn(arn).tags(Map.of("a", "1", "b", "2")));

        logs.untagResource(r -> r.resourceArn(arn).tagKeys("a"));

        assertThat(logs.listTagsForResource(r -> r.resourceArn(arn)).tags()).containsExactly(Map.entry("b", "2"));
    }

    @Test
    void groupsComeInPages() {
        IntStream.range(0, 120).forEach(i -> logs.createLogGroup(r -> r.logGroupName("g%03d".formatted(i))));

        List<String> names = logs.describeLogGroupsPaginator(r -> r.limit(50)).logGroups().stream()
                .map(LogGroup::logGroupName)
                .toList();

        assertThat(names).hasSize(120).isSorted().doesNotHaveDuplicates();
        assertThat(logs.describeLogGroups(r -> r.logGroupNamePattern("19")).logGroups())
                .extracting(LogGroup::logGroupName)
                .containsExactly("g019", "g119");
    }

    @Test
    void streamsComeByNameOrByTime() {
        stream("g", "late");
        stream("g", "early");
        put("g", "late", event(0, "x"));
        put("g", "early", event(-1000, "x"));

        assertThat(logs.describeLogStreams(r -> r.logGroupName("g")).logStreams())
                .extracting(LogStream::logStreamName)
                .containsExactly("early", "late");
        List<String> byTime = new ArrayList<>();
        logs.describeLogStreamsPaginator(r -> r.logGroupName("g")
                        .orderBy(OrderBy.LAST_EVENT_TIME)
                        .descending(true)
                        .limit(1))
                .logStreams()
                .forEach(stream -> byTime.add(stream.logStreamName()));
        assertThat(byTime).containsExactly("late", "early");
    }

    @Test
    void streamKnowsItsTimes() {
        stream("g", "s");
        put("g", "s", event(-2000, "a"), event(-1000, "b"));

        LogStream stream = logs.describeLogStreams(r -> r.logGroupName("g").logStreamNamePrefix("s"))
                .logStreams()
                .get(0);

        assertThat(stream.firstEventTimestamp()).isEqualTo(START.toEpochMilli() - 2000);
        assertThat(stream.lastEventTimestamp()).isEqualTo(START.toEpochMilli() - 1000);
        assertThat(stream.lastIngestionTime()).isEqualTo(START.toEpochMilli());
        assertThat(stream.arn()).isEqualTo("arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s");
    }

    @Test
    void latestEventsComeFirstAndTokensGoBothWays() {
        stream("g", "s");
        put("g", "s", event(1, "1"), event(2, "2"), event(3, "3"), event(4, "4"), event(5, "5"));

        GetLogEventsResponse latest =
                logs.getLogEvents(r -> r.logGroupName("g").logStreamName("s").limit(2));
        GetLogEventsResponse before = logs.getLogEvents(
                r -> r.logGroupName("g").logStreamName("s").limit(2).nextToken(latest.nextBackwardToken()));
        GetLogEventsResponse after =
                logs.getLogEvents(r -> r.logGroupName("g").logStreamName("s").nextToken(before.nextForwardToken()));
        GetLogEventsResponse end =
                logs.getLogEvents(r -> r.logGroupName("g").logStreamName("s").nextToken(after.nextForwardToken()));

        assertThat(messages(latest)).containsExactly("4", "5");
        assertThat(messages(before)).containsExactly("2", "3");
        assertThat(messages(after)).containsExactly("4", "5");
        assertThat(end.events()).isEmpty();
        assertThat(end.nextForwardToken()).isEqualTo(after.nextForwardToken());
        put("g", "s", event(6, "6"));
        assertThat(messages(logs.getLogEvents(
                        r -> r.logGroupName("g").logStreamName("s").nextToken(end.nextForwardToken()))))
                .containsExactly("6");
    }

    @Test
    void tokenAtTheBeginningComesBackUnchanged() {
        stream("g", "s");
        put("g", "s", event(1, "1"), event(2, "2"));

        GetLogEventsResponse all =
                logs.getLogEvents(r -> r.logGroupName("g").logStreamName("s").startFromHead(true));
        GetLogEventsResponse before =
                logs.getLogEvents(r -> r.logGroupName("g").logStreamName("s").nextToken(all.nextBackwardToken()));
        GetLogEventsResponse again =
                logs.getLogEvents(r -> r.logGroupName("g").logStreamName("s").nextToken(before.nextForwardToken()));

        assertThat(before.events()).isEmpty();
        assertThat(before.nextBackwardToken()).isEqualTo(all.nextBackwardToken());
        assertThat(messages(again)).containsExactly("1", "2");
    }

    @Test
    void paginatorReadsFromTheHeadToTheEnd() {
        stream("g", "s");
        put("g", "s", event(1, "1"), event(2, "2"), event(3, "3"));

        List<String> read = logs
                .getLogEventsPaginator(r -> r.logGroupName("g")
                        .logStreamName("s")
                        .startFromHead(true)
                        .limit(1))
                .events()
                .stream()
                .map(OutputLogEvent::message)
                .toList();

        assertThat(read).containsExactly("1", "2", "3");
    }

    @Test
    void endOfTheTimeBelongsToFilterButNotToGet() {
        stream("g", "s");
        put("g", "s", event(1, "1"), event(2, "2"), event(3, "3"));
        long from = START.toEpochMilli() + 1;
        long to = START.toEpochMilli() + 3;

        assertThat(messages(logs.getLogEvents(r ->
                        r.logGroupName("g").logStreamName("s").startTime(from).endTime(to))))
                .containsExactly("1", "2");
        assertThat(logs.filterLogEvents(r -> r.logGroupName("g").startTime(from).endTime(to))
                        .events())
                .extracting(FilteredLogEvent::message)
                .containsExactly("1", "2", "3");
    }

    @Test
    void filterGoesOverStreamsInTheOrderOfTime() {
        stream("g", "a");
        stream("g", "b");
        stream("g", "other");
        put("g", "a", event(1, "ERROR 1"), event(4, "ERROR 4"));
        put("g", "b", event(2, "ERROR 2"), event(3, "fine"));
        put("g", "other", event(2, "ERROR elsewhere"));

        List<FilteredLogEvent> found = logs
                .filterLogEventsPaginator(r -> r.logGroupName("g")
                        .logStreamNames("a", "b")
                        .filterPattern("ERROR")
                        .limit(1))
                .events()
                .stream()
                .toList();

        assertThat(found)
                .extracting(FilteredLogEvent::message, FilteredLogEvent::logStreamName)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ERROR 1", "a"),
                        org.assertj.core.groups.Tuple.tuple("ERROR 2", "b"),
                        org.assertj.core.groups.Tuple.tuple("ERROR 4", "a"));
        assertThat(found).extracting(FilteredLogEvent::eventId).doesNotHaveDuplicates();
    }

    @Test
    void answerHoldsAtMostOneMebibyte() {
        stream("g", "s");
        String large = "x".repeat(200_000);
        IntStream.range(0, 10).forEach(i -> put("g", "s", event(i, i + large)));

        var first = logs.filterLogEvents(r -> r.logGroupName("g"));

        assertThat(first.events()).hasSize(5);
        assertThat(first.nextToken()).isNotNull();
        assertThat(logs.filterLogEventsPaginator(r -> r.logGroupName("g")).events())
                .hasSize(10);
    }

    @Test
    void eventsOutsideOfTheTimeAreRejectedByIndex() {
        stream("g", "s");
        long day = Duration.ofDays(1).toMillis();

        PutLogEventsResponse old = put("g", "s", event(-14 * day - 1, "old"), event(-14 * day + 1, "kept"));
        PutLogEventsResponse ahead = put("g", "s", event(7_200_000, "kept"), event(7_200_001, "ahead"));

        assertThat(old.rejectedLogEventsInfo().tooOldLogEventEndIndex()).isEqualTo(1);
        assertThat(ahead.rejectedLogEventsInfo().tooNewLogEventStartIndex()).isEqualTo(1);
        assertThat(logs.filterLogEvents(r -> r.logGroupName("g")).events())
                .extracting(FilteredLogEvent::message)
                .containsExactly("kept", "kept");
        logs.putRetentionPolicy(r -> r.logGroupName("g").retentionInDays(1));
        assertThat(put("g", "s", event(-day - 1, "expired"))
                        .rejectedLogEventsInfo()
                        .expiredLogEventEndIndex())
                .isEqualTo(1);
    }

    @Test
    void sequenceTokensAreNotLookedAt() {
        stream("g", "s");

        PutLogEventsResponse answer = logs.putLogEvents(r ->
                r.logGroupName("g").logStreamName("s").sequenceToken("wrong").logEvents(event(0, "x")));

        assertThat(answer.nextSequenceToken()).isNotEmpty();
        assertThat(answer.rejectedLogEventsInfo()).isNull();
    }

    static List<Consumer<CloudWatchLogsClient>> missing() {
        return List.of(
                logs -> logs.deleteLogGroup(r -> r.logGroupName("none")),
                logs -> logs.createLogStream(r -> r.logGroupName("none").logStreamName("s")),
                logs -> logs.describeLogStreams(r -> r.logGroupName("none")),
                logs -> logs.filterLogEvents(r -> r.logGroupName("none")),
                logs -> logs.putRetentionPolicy(r -> r.logGroupName("none").retentionInDays(1)),
                logs -> logs.getLogEvents(r -> r.logGroupName("there").logStreamName("none")),
                logs -> logs.deleteLogStream(r -> r.logGroupName("there").logStreamName("none")),
                logs -> logs.putLogEvents(
                        r -> r.logGroupName("there").logStreamName("none").logEvents(event(0, "x"))),
                logs -> logs.listTagsForResource(
                        r -> r.resourceArn("arn:aws:logs:us-east-1:000000000000:log-group:none")));
    }

    @ParameterizedTest
    @MethodSource("missing")
    void whatIsNotThereIsNotFound(Consumer<CloudWatchLogsClient> call) {
        logs.createLogGroup(r -> r.logGroupName("there"));

        assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> call.accept(logs));
    }

    static List<Consumer<CloudWatchLogsClient>> invalid() {
        return List.of(
                logs -> logs.createLogGroup(r -> r.logGroupName("white space")),
                logs -> logs.createLogGroup(r -> r.logGroupName("k").kmsKeyId("arn:aws:kms:x")),
                logs -> logs.createLogGroup(r -> r.logGroupName("k").logGroupClass("DELIVERY")),
                logs -> logs.createLogStream(r -> r.logGroupName("g").logStreamName("a:b")),
                logs -> logs.putRetentionPolicy(r -> r.logGroupName("g").retentionInDays(2)),
                logs -> logs.describeLogGroups(r -> r.limit(51)),
                logs -> logs.describeLogGroups(r -> r.logGroupNamePrefix("a").logGroupNamePattern("b")),
                logs -> logs.describeLogStreams(
                        r -> r.logGroupName("g").orderBy("LastEventTime").logStreamNamePrefix("s")),
                logs -> logs.filterLogEvents(r -> r.logGroupName("g").filterPattern("[a, b]")),
                logs -> logs.filterLogEvents(
                        r -> r.logGroupName("g").logStreamNames("a").logStreamNamePrefix("a")),
                logs -> logs.getLogEvents(
                        r -> r.logGroupName("g").logStreamName("s").nextToken("nonsense")),
                logs -> logs.putLogEvents(
                        r -> r.logGroupName("g").logStreamName("s").logEvents(List.of())),
                logs -> logs.putLogEvents(
                        r -> r.logGroupName("g").logStreamName("s").logEvents(event(1, "b"), event(0, "a"))),
                logs -> logs.putLogEvents(
                        r -> r.logGroupName("g").logStreamName("s").logEvents(event(-86_400_001, "a"), event(0, "b"))),
                logs -> logs.putLogEvents(r ->
                        r.logGroupName("g").logStreamName("s").logEvents(Collections.nCopies(10_001, event(0, "x")))),
                logs -> logs.putLogEvents(
                        r -> r.logGroupName("g").logStreamName("s").logEvents(event(0, "x".repeat(1_048_551)))));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void whatIsWrongIsRefused(Consumer<CloudWatchLogsClient> call) {
        stream("g", "s");

        assertThatExceptionOfType(InvalidParameterException.class).isThrownBy(() -> call.accept(logs));
    }

    @Test
    void nothingIsMadeTwice() {
        stream("g", "s");

        assertThatExceptionOfType(ResourceAlreadyExistsException.class)
                .isThrownBy(() -> logs.createLogGroup(r -> r.logGroupName("g")));
        assertThatExceptionOfType(ResourceAlreadyExistsException.class)
                .isThrownBy(() -> logs.createLogStream(r -> r.logGroupName("g").logStreamName("s")));
    }

    @Test
    void deletedStreamAndGroupAreGone() {
        stream("g", "s");
        put("g", "s", event(0, "x"));

        logs.deleteLogStream(r -> r.logGroupName("g").logStreamName("s"));
        assertThat(logs.filterLogEvents(r -> r.logGroupName("g")).events()).isEmpty();
        logs.deleteLogGroup(r -> r.logGroupName("g"));

        assertThat(logs.describeLogGroups().logGroups()).isEmpty();
    }

    @Test
    void operationThatIsNotThereIsRefusedByName() {
        assertThatExceptionOfType(CloudWatchLogsException.class)
                .isThrownBy(() -> logs.startQuery(r -> r.logGroupName("g")
                        .queryString("fields @message")
                        .startTime(0L)
                        .endTime(1L)))
                .withMessageContaining("StartQuery")
                .matches(refusal -> refusal.awsErrorDetails().errorCode().equals("UnknownOperationException"));
    }

    private void stream(String group, String stream) {
        if (logs.describeLogGroups(r -> r.logGroupNamePrefix(group)).logGroups().isEmpty()) {
            logs.createLogGroup(r -> r.logGroupName(group));
        }
        logs.createLogStream(r -> r.logGroupName(group).logStreamName(stream));
    }

    private PutLogEventsResponse put(String group, String stream, InputLogEvent... events) {
        return logs.putLogEvents(
                r -> r.logGroupName(group).logStreamName(stream).logEvents(events));
    }

    private static InputLogEvent event(long millis, String message) {
        return InputLogEvent.builder()
                .timestamp(START.toEpochMilli() + millis)
                .message(message)
                .build();
    }

    private static List<String> messages(GetLogEventsResponse answer) {
        return answer.events().stream().map(OutputLogEvent::message).toList();
    }
}
