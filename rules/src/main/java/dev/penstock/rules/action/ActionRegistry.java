package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.TopicRule.ActionSpec;
import dev.penstock.rules.sql.Spelling;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of actions by name. Immutable. */
public final class ActionRegistry {
    private static final Set<String> OF_AWS = Set.of(
            "kinesis",
            "firehose",
            "lambda",
            "dynamoDB",
            "dynamoDBv2",
            "republish",
            "s3",
            "sns",
            "sqs",
            "cloudwatchMetric",
            "cloudwatchAlarm",
            "cloudwatchLogs",
            "http",
            "openSearch",
            "elasticsearch",
            "kafka",
            "stepFunctions",
            "timestream",
            "influxDB",
            "iotEvents",
            "iotAnalytics",
            "iotSiteWise",
            "location",
            "salesforce");

    private final Map<String, ActionFactory> factories = new TreeMap<>();

    public ActionRegistry(List<ActionFactory> all) {
        all.forEach(factory -> factories.put(factory.kind(), factory));
    }

    /**
     * Makes an action.
     *
     * @param place where it stands in the rule, for example {@code actions[0]}
     * @throws AwsException InvalidRequestException for a kind that is not supported, with those that are
     */
    public Action create(ActionSpec spec, String place, RuleTemplates templates) {
        ActionFactory factory = factories.get(spec.kind());
        if (factory == null) {
            throw unsupported(spec.kind(), place);
        }
        if (!spec.parameters().isObject()) {
            throw ActionParameters.invalid("%s.%s: an object is expected".formatted(place, spec.kind()));
        }
        ActionParameters parameters = new ActionParameters(place + "." + spec.kind(), spec.parameters(), templates);
        Action action = factory.create(parameters);
        parameters.done();
        return action;
    }

    private AwsException unsupported(String kind, String place) {
        String supported = "supported are: " + String.join(", ", factories.keySet());
        if (OF_AWS.contains(kind)) {
            return ActionParameters.invalid(
                    "%s: the action '%s' is not supported yet; %s".formatted(place, kind, supported));
        }
        return ActionParameters.invalid(
                "%s: there is no action '%s'; %s.%s".formatted(place, kind, supported, Spelling.hint(kind, OF_AWS)));
    }
}
