package dev.penstock.rules.action;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.logs.LogGroups;
import dev.penstock.platform.time.Time;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes the outgoing payload into a log group, which must exist: one event with the payload's text, or in batch mode one
 * event for each {@code {timestamp, message}} of an array. AWS does not say how it names the log streams: here they have
 * the name of the rule.
 * Source: AWS IoT Core developer guide, CloudWatch Logs action; CloudWatch Logs API Reference, PutLogEvents.
 */
final class CloudwatchLogsAction implements Action {
    private static final String INVALID_PARAMETER = "InvalidParameterException";
    private static final int MAX_EVENTS = 10_000;
    private static final long MAX_AGE_MILLIS = Duration.ofDays(14).toMillis();
    private static final long MAX_AHEAD_MILLIS = Duration.ofHours(2).toMillis();

    private final LogGroups logs;
    private final Time time;
    private final Field logGroupName;
    private final boolean batchMode;

    private record Event(long timestamp, String message) {}

    private CloudwatchLogsAction(LogGroups logs, Time time, ActionParameters parameters) {
        this.logs = logs;
        this.time = time;
        logGroupName = parameters.template("logGroupName");
        batchMode = parameters.flag("batchMode", false);
        parameters.ignore("roleArn");
    }

    /** Makes actions that write into {@code logs}. */
    static ActionProvider provider(LogGroups logs, Time time) {
        return BuiltIn.of("cloudwatchLogs", parameters -> new CloudwatchLogsAction(logs, time, parameters));
    }

    @Override
    public String awsName() {
        return "CloudwatchLogsAction";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(logGroupName);
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        try {
            List<Event> events = batchMode ? batch(input) : List.of(single(input));
            String group = input.value(logGroupName);
            events.forEach(event -> logs.append(group, input.ruleName(), event.timestamp(), event.message()));
            return CompletableFuture.completedFuture(List.of(
                    new Detail("logStreamName", input.ruleName()),
                    new Detail("logEvents", Integer.toString(events.size()))));
        } catch (AwsException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static Event single(ActionInput input) {
        if (input.payload().isEmpty()) {
            throw invalid("the payload is empty; a log event has at least one character");
        }
        String text =
                SinkWriter.text(input, INVALID_PARAMETER, "encode it, for example SELECT encode(*, 'base64') AS data");
        return new Event(input.message().receivedAt().toEpochMilli(), text);
    }

    private List<Event> batch(ActionInput input) {
        JsonNode list = input.json()
                .filter(JsonNode::isArray)
                .orElseThrow(() -> invalid("with batchMode the payload must be an array of {timestamp, message}"));
        if (list.isEmpty() || list.size() > MAX_EVENTS) {
            throw invalid("a batch has 1 to %d log events, not %d".formatted(MAX_EVENTS, list.size()));
        }
        List<Event> events = new ArrayList<>(list.size());
        list.forEach(member -> events.add(event(member, events.size())));
        return events;
    }

    /** DIFFERS: CloudWatch takes the other events of a batch when one is too old or too new; here all are refused. */
    private Event event(JsonNode member, int index) {
        JsonNode timestamp = member.path("timestamp");
        JsonNode message = member.path("message");
        if (!timestamp.canConvertToExactIntegral() || !timestamp.canConvertToLong()) {
            throw invalid("element %d: 'timestamp' must be milliseconds since the epoch, not %s"
                    .formatted(index, shown(timestamp)));
        }
        if (!message.isTextual() || message.textValue().isEmpty()) {
            throw invalid("element %d: 'message' must be a text of at least one character, not %s"
                    .formatted(index, shown(message)));
        }
        long ahead = timestamp.longValue() - time.millis();
        if (ahead < -MAX_AGE_MILLIS || ahead > MAX_AHEAD_MILLIS) {
            throw invalid("element %d: 'timestamp' %d is more than 14 days old or more than 2 hours in the future"
                    .formatted(index, timestamp.longValue()));
        }
        return new Event(timestamp.longValue(), message.textValue());
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "missing" : value.toString();
    }

    private static AwsException invalid(String message) {
        return new AwsException(INVALID_PARAMETER, 400, message);
    }
}
