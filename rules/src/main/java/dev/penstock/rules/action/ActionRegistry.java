package dev.penstock.rules.action;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.time.InFlight;
import dev.penstock.rules.RuleSettings;
import dev.penstock.rules.TopicRule.ActionSpec;
import dev.penstock.rules.function.FunctionRegistry;
import dev.penstock.rules.spi.Action;
import dev.penstock.rules.spi.ActionContext;
import dev.penstock.rules.spi.ActionProvider;
import dev.penstock.rules.sql.Spelling;
import dev.penstock.rules.sql.Statement;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kinds of actions by name. Immutable but for the failures that tests order. */
public final class ActionRegistry implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ActionRegistry.class);

    static final Set<String> OF_AWS = Set.of(
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

    private final Map<String, ActionProvider> builtIn = new TreeMap<>();
    private final Map<String, ActionProvider> providers = new TreeMap<>();
    private final Faults faults = new Faults();
    private final InFlight.Gauge gauge;

    /**
     * @param found those that do not belong to Penstock, of other kinds; they are started here
     */
    public ActionRegistry(List<ActionProvider> own, List<ActionProvider> found, ActionContext context) {
        gauge = context.time().inFlight().gauge("actions");
        own.forEach(provider -> builtIn.put(provider.kind(), provider));
        providers.putAll(builtIn);
        for (ActionProvider provider : found) {
            provider.start(context);
            providers.put(provider.kind(), provider);
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
        Action action = made(provider, parameters, place + "." + spec.kind());
        parameters.done();
        return new CompiledAction(
                spec.kind(),
                new BreakableAction(action, spec.kind(), faults),
                fields.fields(),
                fields.templates(),
                fields.hints());
    }

    /** Failures that tests order. */
    public Faults faults() {
        return faults;
    }

    /** Closes the providers; one that fails does not keep the others from it. */
    @Override
    public void close() {
        providers.values().forEach(provider -> {
            try {
                provider.close();
            } catch (RuntimeException | LinkageError failure) {
                log.warn("the provider of the action {} could not be closed", provider.kind(), failure);
            }
        });
    }

    private Action made(ActionProvider provider, JsonParameters parameters, String place) {
        if (builtIn.containsKey(provider.kind())) {
            return provider.create(parameters);
        }
        try {
            return new ForeignAction(provider.create(parameters), provider.countsItself() ? null : gauge);
        } catch (AwsException refused) {
            throw refused;
        } catch (RuntimeException | LinkageError broken) {
            throw JsonParameters.invalidRequest("%s: %s could not make the action: %s"
                    .formatted(place, provider.getClass().getName(), broken));
        }
    }

    private AwsException unsupported(String kind, String place) {
        String supported = "supported are: " + String.join(", ", providers.keySet());
        if (RuleSettings.RECORDABLE.contains(kind)) {
            return JsonParameters.invalidRequest(
                    "%s: the action '%s' has no service here that could carry it out; to accept it and keep what it would"
                                    .formatted(place, kind)
                            + " send, start with --record-only (rules.recordOnly in penstock.yaml); " + supported);
        }
        if (OF_AWS.contains(kind)) {
            return JsonParameters.invalidRequest(
                    "%s: the action '%s' is not supported here; %s".formatted(place, kind, supported));
        }
        return JsonParameters.invalidRequest(
                "%s: there is no action '%s'; %s.%s".formatted(place, kind, supported, Spelling.hint(kind, known())));
    }

    private Set<String> known() {
        Set<String> all = new TreeSet<>(OF_AWS);
        all.addAll(providers.keySet());
        return all;
    }

    /** All of them, by kind; the rules reference lists them. */
    Collection<ActionProvider> providers() {
        return Collections.unmodifiableCollection(providers.values());
    }
}
