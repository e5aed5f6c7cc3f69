package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.rules.TopicRule.ActionSpec;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.sql.Spelling;
import dev.penstock.rules.sql.Statement;
import java.util.Collection;
import java.util.Collections;
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

    private final Map<String, ActionProvider> providers = new TreeMap<>();

    /** @throws IllegalArgumentException when two have the same kind */
    public ActionRegistry(List<ActionProvider> all) {
        for (ActionProvider provider : all) {
            if (providers.put(provider.kind(), provider) != null) {
                throw new IllegalArgumentException(
                        "there are two action providers for '%s'".formatted(provider.kind()));
            }
        }
    }

    /**
     * Makes an action.
     *
     * @param place where it stands in the rule, for example {@code actions[0]}
     * @param statement the rule's, whose variables its templates may use
     * @throws AwsException InvalidRequestException for a kind that is not supported, with those that are
     */
    public CompiledAction create(ActionSpec spec, String place, FunctionRegistry functions, Statement statement) {
        ActionProvider provider = providers.get(spec.kind());
        if (provider == null) {
            throw unsupported(spec.kind(), place);
        }
        ActionFields fields = new ActionFields(functions, statement);
        JsonParameters parameters = new JsonParameters(place + "." + spec.kind(), spec.parameters(), fields);
        Action action = provider.create(parameters);
        parameters.done();
        return new CompiledAction(spec.kind(), action, fields.fields(), fields.templates());
    }

    private AwsException unsupported(String kind, String place) {
        String supported = "supported are: " + String.join(", ", providers.keySet());
        if (OF_AWS.contains(kind)) {
            return JsonParameters.invalidRequest(
                    "%s: the action '%s' is not supported yet; %s".formatted(place, kind, supported));
        }
        return JsonParameters.invalidRequest(
                "%s: there is no action '%s'; %s.%s".formatted(place, kind, supported, Spelling.hint(kind, OF_AWS)));
    }

    /** All of them, by kind; the rules reference lists them. */
    Collection<ActionProvider> providers() {
        return Collections.unmodifiableCollection(providers.values());
    }
}
