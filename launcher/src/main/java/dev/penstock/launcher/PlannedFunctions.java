package dev.penstock.launcher;

import dev.penstock.functions.FunctionCatalog;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.functions.Functions;
import dev.penstock.launcher.settings.LambdaOptions;
import dev.penstock.launcher.template.PipelinePlan;
import dev.penstock.launcher.template.PlannedResource;
import dev.penstock.launcher.template.resource.PublishedFunctions;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.platform.lifecycle.StartException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Creates the functions of a plan, with their versions, aliases and settings; a refusal points into the template. */
final class PlannedFunctions {
    private final Functions functions;
    private final PipelinePlan plan;
    private final LambdaOptions options;

    PlannedFunctions(Functions functions, PipelinePlan plan, LambdaOptions options) {
        this.functions = functions;
        this.plan = plan;
        this.options = options;
    }

    void create() {
        FunctionCatalog catalog = functions.catalog();
        checkOverrides();
        for (FunctionSpec planned : plan.functions()) {
            FunctionSpec function = options.applied(logicalId(planned), planned);
            TemplatePlace.ofFunction(plan, function.name()).blamedFor(() -> {
                catalog.create(function);
                if (function.options().reservedConcurrency().orElse(1) > 0) {
                    functions.warmUp(function.name());
                }
            });
        }
        PublishedFunctions published = plan.published();
        published
                .versions()
                .forEach(version -> place(version.logicalId())
                        .blamedFor(() -> catalog.publish(
                                version.function(),
                                Optional.of(version.description()),
                                Optional.empty(),
                                Optional.empty())));
        published
                .aliases()
                .forEach(alias ->
                        place(alias.logicalId()).blamedFor(() -> catalog.createAlias(alias.function(), alias.alias())));
        published
                .events()
                .forEach((function, settings) -> TemplatePlace.ofFunction(plan, function)
                        .blamedFor(() -> catalog.setEvents(function, Optional.of(settings))));
    }

    private void checkOverrides() {
        Set<String> known = new TreeSet<>();
        for (FunctionSpec function : plan.functions()) {
            known.add(function.name());
            known.add(logicalId(function));
        }
        plan.resources().forEach(resource -> known.add(resource.logicalId()));
        for (String name : options.overrides().keySet()) {
            if (!known.contains(name)) {
                throw new StartException("the settings override function '%s', which is not in the template%s"
                        .formatted(name, Suggestion.didYouMean(name, known)));
            }
        }
    }

    private String logicalId(FunctionSpec function) {
        return plan.resources().stream()
                .filter(resource -> TemplatePlace.FUNCTIONS.contains(resource.type())
                        && resource.name().equals(function.name()))
                .findFirst()
                .map(PlannedResource::logicalId)
                .orElse(function.name());
    }

    private TemplatePlace place(String logicalId) {
        return TemplatePlace.ofLogicalId(plan, logicalId);
    }
}
