package dev.penstock.rules.local;

import dev.penstock.rules.action.CompiledAction;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionInput;
import dev.penstock.rules.spi.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What log events say an action worked on. The names for republish and dynamoDB are those AWS shows; for the others, which
 * no document shows, the action's {@link Action#resource} stands under the parameter's name with a capital letter.
 */
final class RuleLogResources {
    /** Of both kinds of dynamoDB actions; the second has a table and no key fields. */
    private static final String DYNAMO = "DynamoAction";

    /** By {@code awsName} of the action. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("RepublishAction", "RepublishTopic"),
            Map.entry("KinesisAction", "StreamName"),
            Map.entry("FirehoseAction", "DeliveryStreamName"),
            Map.entry("LambdaAction", "FunctionArn"),
            Map.entry("S3Action", "BucketName"),
            Map.entry("SnsAction", "TargetArn"),
            Map.entry("SqsAction", "QueueUrl"),
            Map.entry("HttpAction", "Url"),
            Map.entry("CloudwatchLogsAction", "LogGroupName"),
            Map.entry("CloudwatchMetricAction", "Metric"),
            Map.entry("CloudwatchAlarmAction", "AlarmName"));

    private RuleLogResources() {}

    /** Names and values in turn. */
    static List<String> of(@Nullable CompiledAction compiled, Action action, ActionInput input) {
        if (action.awsName().equals(DYNAMO) && compiled != null) {
            return dynamo(compiled, input);
        }
        return List.of(NAMES.getOrDefault(action.awsName(), "Resource"), action.resource(input));
    }

    private static List<String> dynamo(CompiledAction compiled, ActionInput input) {
        List<String> pairs = new ArrayList<>();
        add(pairs, "Table", compiled, "tableName", input);
        add(pairs, "ItemHashKeyField", compiled, "hashKeyField", input);
        add(pairs, "ItemHashKeyValue", compiled, "hashKeyValue", input);
        String operation = value(compiled, "operation", input);
        pairs.addAll(List.of("Operation", operation.isEmpty() ? "Insert" : capitalized(operation)));
        pairs.addAll(List.of("IsPayloadJSON", Boolean.toString(input.json().isPresent())));
        return List.copyOf(pairs);
    }

    private static void add(
            List<String> pairs, String name, CompiledAction compiled, String parameter, ActionInput input) {
        String value = value(compiled, parameter, input);
        if (!value.isEmpty()) {
            pairs.add(name);
            pairs.add(value);
        }
    }

    /** Empty when there is no such parameter. */
    private static String value(CompiledAction compiled, String parameter, ActionInput input) {
        for (Field field : compiled.fields()) {
            if (field.name().equals(parameter)) {
                return input.value(field);
            }
        }
        return "";
    }

    private static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1).toLowerCase(Locale.ROOT);
    }
}
