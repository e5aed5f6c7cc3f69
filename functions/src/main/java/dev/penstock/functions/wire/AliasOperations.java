package dev.penstock.functions.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.functions.FunctionAlias;
import dev.penstock.functions.FunctionCatalog;
import dev.penstock.platform.wire.RestInput;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** CreateAlias, GetAlias, ListAliases, UpdateAlias, DeleteAlias. */
final class AliasOperations {
    private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)([a-zA-Z0-9-_]+)");
    private static final Pattern VERSION = Pattern.compile("(\\$LATEST(\\.PUBLISHED)?|[0-9]+)");
    private static final int MAX_NAME = 128;
    private static final int MAX_TEXT = 256;
    private static final int PAGE = 50;

    private final FunctionCatalog catalog;
    private final ApiState state;

    AliasOperations(FunctionCatalog catalog, ApiState state) {
        this.catalog = catalog;
        this.state = state;
    }

    WireOutput.Body create(RestInput in) {
        String function = FunctionNames.plain(in);
        WireInput body = in.json();
        check(body)
                .required("name", body.text("Name"))
                .length("name", body.text("Name"), 1, MAX_NAME)
                .pattern("name", body.text("Name"), NAME)
                .required("functionVersion", body.text("FunctionVersion"))
                .refuse();
        FunctionAlias alias = new FunctionAlias(
                body.text("Name").orElseThrow(),
                body.text("FunctionVersion").orElseThrow(),
                body.text("Description").orElse(""),
                routing(body).orElse(Map.of()),
                "");
        return answer(function, catalog.createAlias(function, alias));
    }

    WireOutput.Body update(RestInput in) {
        String function = FunctionNames.plain(in);
        WireInput body = in.json();
        check(body).refuse();
        Optional<Map<String, Double>> routing = routing(body);
        FunctionAlias changed = catalog.updateAlias(
                function,
                in.label("Name"),
                body.text("RevisionId").filter(text -> !text.isEmpty()),
                alias -> new FunctionAlias(
                        alias.name(),
                        body.text("FunctionVersion").orElse(alias.version()),
                        body.text("Description").orElse(alias.description()),
                        routing.orElse(alias.routing()),
                        alias.revisionId()));
        return answer(function, changed);
    }

    private static Violations check(WireInput body) {
        return new Violations()
                .length("description", body.text("Description"), 0, MAX_TEXT)
                .pattern("functionVersion", body.text("FunctionVersion"), VERSION);
    }

    private static Optional<Map<String, Double>> routing(WireInput body) {
        return body.structure("RoutingConfig").map(config -> {
            Map<String, Double> weights = new LinkedHashMap<>();
            JsonNode given = config.tree().path("AdditionalVersionWeights");
            for (Map.Entry<String, JsonNode> weight : given.properties()) {
                double share = weight.getValue().asDouble(-1);
                if (!weight.getValue().isNumber() || share < 0 || share > 1) {
                    throw LambdaErrors.invalid("The weight of version %s must be a number from 0 to 1, not %s"
                            .formatted(weight.getKey(), weight.getValue()));
                }
                weights.put(weight.getKey(), share);
            }
            return weights;
        });
    }

    WireOutput.Body get(RestInput in) {
        String function = FunctionNames.plain(in);
        return answer(function, catalog.alias(function, in.label("Name")));
    }

    WireOutput.Body list(RestInput in) {
        String function = FunctionNames.plain(in);
        Optional<String> version = in.query("FunctionVersion");
        String arn = FunctionArns.plain(catalog.describe(function));
        List<FunctionAlias> all = catalog.aliases(function).stream()
                .filter(alias -> version.isEmpty() || alias.version().equals(version.get()))
                .toList();
        return Paging.read(in, PAGE)
                .page("Aliases", all, FunctionAlias::name, (alias, item) -> write(arn, alias, item));
    }

    /** One that is not there is deleted too, as in AWS. */
    WireOutput.Body delete(RestInput in) {
        String function = FunctionNames.plain(in);
        String arn = FunctionArns.plain(catalog.describe(function)) + ":" + in.label("Name");
        if (catalog.aliases(function).stream().anyMatch(alias -> alias.name().equals(in.label("Name")))) {
            catalog.deleteAlias(function, in.label("Name"));
        }
        state.policies().remove(arn);
        state.eventsChanged().remove(arn);
        return WireOutput.Body.NONE;
    }

    private WireOutput.Body answer(String function, FunctionAlias alias) {
        String arn = FunctionArns.plain(catalog.describe(function));
        return out -> write(arn, alias, out);
    }

    private static void write(String functionArn, FunctionAlias alias, WireOutput out) throws IOException {
        out.text("AliasArn", functionArn + ":" + alias.name())
                .text("Name", alias.name())
                .text("FunctionVersion", alias.version())
                .text("Description", alias.description());
        if (!alias.routing().isEmpty()) {
            out.structure(
                    "RoutingConfig",
                    config -> config.structure("AdditionalVersionWeights", weights -> {
                        for (Map.Entry<String, Double> weight : new TreeMap<>(alias.routing()).entrySet()) {
                            weights.decimal(weight.getKey(), weight.getValue());
                        }
                    }));
        }
        out.text("RevisionId", alias.revisionId());
    }
}
