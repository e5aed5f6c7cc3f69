package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.data.Bytes;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.ActionParameters;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.spi.Detail;
import dev.penstock.rules.spi.Field;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sets the state of an alarm in the sinks; the outgoing payload is not used.
 * Source: AWS IoT Core developer guide, CloudWatch alarms action; limits from the CloudWatch API reference, SetAlarmState.
 */
final class CloudwatchAlarmAction implements Action {
    private static final String KIND = "cloudwatchAlarm";
    private static final int MAX_NAME = 255;
    private static final int MAX_REASON = 1023;
    private static final List<String> STATES = List.of("OK", "ALARM", "INSUFFICIENT_DATA");

    private final SinkWriter sinks;
    private final Field alarmName;
    private final Field stateReason;
    private final Field stateValue;

    private CloudwatchAlarmAction(SinkWriter sinks, ActionParameters parameters) {
        this.sinks = sinks;
        alarmName = parameters.template("alarmName");
        stateReason = parameters.template("stateReason");
        stateValue = parameters.template("stateValue");
        parameters.ignore("roleArn");
        if (!stateValue.isVariable()) {
            parameters.oneOf("stateValue", STATES);
        }
    }

    static ActionProvider provider(SinkWriter sinks) {
        return BuiltIn.of(KIND, parameters -> new CloudwatchAlarmAction(sinks, parameters));
    }

    @Override
    public String awsName() {
        return "CloudwatchAlarmAction";
    }

    @Override
    public String resource(ActionInput input) {
        return input.value(alarmName);
    }

    @Override
    public CompletionStage<List<Detail>> run(ActionInput input) {
        String alarm = input.value(alarmName);
        String state = input.value(stateValue);
        String reason = input.value(stateReason);
        if (alarm.isEmpty() || alarm.length() > MAX_NAME) {
            throw AwsException.validation("the alarmName '%s' must have 1 to %d characters".formatted(alarm, MAX_NAME));
        }
        if (!STATES.contains(state)) {
            throw AwsException.validation(
                    "the stateValue '%s' is none of %s".formatted(state, String.join(", ", STATES)));
        }
        if (reason.length() > MAX_REASON) {
            throw AwsException.validation(
                    "the stateReason came out with more than %d characters".formatted(MAX_REASON));
        }
        List<Detail> fields = List.of(new Detail("stateValue", state), new Detail("stateReason", reason));
        sinks.write(KIND, alarm, input, fields, Bytes.EMPTY);
        return CompletableFuture.completedFuture(List.of());
    }
}
