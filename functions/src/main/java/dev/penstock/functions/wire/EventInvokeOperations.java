package dev.penstock.functions.wire;

import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionDescription;
import dev.penstock.functions.FunctionOptions;
import dev.penstock.functions.FunctionReference;
import dev.penstock.platform.time.Time;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * PutFunctionEventInvokeConfig, UpdateFunctionEventInvokeConfig, GetFunctionEventInvokeConfig,
 * ListFunctionEventInvokeConfigs, DeleteFunctionEventInvokeConfig.
 */
final class EventInvokeOperations {
    private static final int PAGE = 50;
    private static final int MAX_RETRIES = 2;
    private static final long MIN_AGE = 60;
    private static final long MAX_AGE = 21_600;

    private final FunctionCatalog catalog;
    private final FunctionStates<Instant> changed;
    private final Time time;

    EventInvokeOperations(FunctionCatalog catalog, FunctionStates<Instant> changed, Time time) {
        this.catalog = catalog;
        this.changed = changed;
        this.time = time;
    }

    WireOutput.Body put(RestInput in) {
        return set(in, FunctionNames.of(in), FunctionOptions.Events.DEFAULT);
    }

    /** Changes what it says only. */
    WireOutput.Body update(RestInput in) {
        String function = FunctionNames.of(in);
        return set(in, function, existing(function));
    }

    private WireOutput.Body set(RestInput in, String function, FunctionOptions.Events before) {
        WireInput body = in.json();
        new Violations()
                .range("maximumRetryAttempts", body.integer("MaximumRetryAttempts"), 0, MAX_RETRIES)
                .range("maximumEventAgeInSeconds", body.integer("MaximumEventAgeInSeconds"), MIN_AGE, MAX_AGE)
                .refuse();
        if (body.tree().isEmpty()) {
            throw LambdaErrors.invalid("You must specify at least one of error handling or destination setting.");
        }
        String arn = arn(function);
        Optional<WireInput> destinations = body.structure("DestinationConfig");
        FunctionOptions.Events settings = new FunctionOptions.Events(
                body.integer("MaximumRetryAttempts").map(OptionalInt::of).orElse(before.retries()),
                body.number("MaximumEventAgeInSeconds").map(OptionalLong::of).orElse(before.maxAgeSeconds()),
                destination(destinations, "OnSuccess", before.onSuccess(), arn),
                destination(destinations, "OnFailure", before.onFailure(), arn));
        catalog.setEvents(function, Optional.of(settings));
        changed.put(arn, time.now());
        return out -> write(arn, settings, out);
    }

    private static Optional<String> destination(
            Optional<WireInput> given, String member, Optional<String> before, String functionArn) {
        if (given.flatMap(config -> config.structure(member)).isEmpty()) {
            return before;
        }
        Optional<String> target = given.flatMap(config -> config.structure(member))
                .flatMap(one -> one.text("Destination"))
                .filter(arn -> !arn.isEmpty());
        target.filter(arn ->
                        arn.equals(functionArn) || arn.equals(functionArn.substring(0, functionArn.lastIndexOf(':'))))
                .ifPresent(self -> {
                    throw LambdaErrors.invalid("You can't specify the function as a destination for itself.");
                });
        return target;
    }

    WireOutput.Body get(RestInput in) {
        String function = FunctionNames.of(in);
        FunctionOptions.Events settings = existing(function);
        String arn = arn(function);
        return out -> write(arn, settings, out);
    }

    WireOutput.Body list(RestInput in) {
        String function = FunctionNames.plain(in);
        catalog.describe(function);
        List<Map.Entry<String, FunctionOptions.Events>> all =
                List.copyOf(new TreeMap<>(catalog.allEvents(function)).entrySet());
        return Paging.read(in, PAGE, PAGE)
                .page(
                        "FunctionEventInvokeConfigs",
                        all,
                        Map.Entry::getKey,
                        (one, item) -> write(one.getKey(), one.getValue(), item));
    }

    WireOutput.Body delete(RestInput in) {
        String function = FunctionNames.of(in);
        existing(function);
        catalog.setEvents(function, Optional.empty());
        changed.remove(arn(function));
        return WireOutput.Body.NONE;
    }

    private FunctionOptions.Events existing(String function) {
        String arn = arn(function);
        return catalog.events(function)
                .orElseThrow(() ->
                        LambdaErrors.notFound("The function %s doesn't have an EventInvokeConfig".formatted(arn)));
    }

    /** With the qualifier that was asked for; {@code $LATEST} when there is none. */
    private String arn(String function) {
        FunctionDescription found = catalog.describe(function);
        String plain = FunctionArns.plain(found);
        String qualifier = FunctionReference.parse(function).qualifier();
        return plain + ":" + (qualifier.isEmpty() ? FunctionReference.LATEST : qualifier);
    }

    private void write(String arn, FunctionOptions.Events settings, WireOutput out) throws IOException {
        Instant at = changed.get(arn).orElseGet(() -> catalog.describe(arn).lastModified());
        out.timestamp("LastModified", at).text("FunctionArn", arn);
        if (settings.retries().isPresent()) {
            out.number("MaximumRetryAttempts", settings.retries().getAsInt());
        }
        if (settings.maxAgeSeconds().isPresent()) {
            out.number("MaximumEventAgeInSeconds", settings.maxAgeSeconds().getAsLong());
        }
        out.structure(
                "DestinationConfig",
                config -> config.structure("OnSuccess", one -> one.text("Destination", settings.onSuccess()))
                        .structure("OnFailure", one -> one.text("Destination", settings.onFailure())));
    }
}
