package dev.penstock.launcher.template;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.launcher.template.resource.PlannedDevices;
import dev.penstock.launcher.template.resource.PublishedFunctions;
import dev.penstock.launcher.yaml.Finding;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.rules.TopicRule;
import dev.penstock.store.TableSpec;
import dev.penstock.stream.StreamSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What a template asks for, checked and with every name resolved. Create in this order: streams and tables, functions,
 * mappings and applications, rules last, so that no message meets a half-built pipeline.
 *
 * @param stackName what {@code AWS::StackName} gives
 * @param resources every resource, those without effect too, each after those it refers to
 * @param published versions, aliases and settings of functions, created after them
 * @param devices things, policies and certificates; created before everything else
 * @param rulePlaces for each rule where its parts stand, by their path in the words of the IoT API, for example
 *     {@code actions[0].kinesis.streamName}; the rule itself has the empty path
 * @param warnings what is accepted but probably not what was meant
 * @param ignored what AWS knows and what has no effect here: resources and single properties
 * @param outputs by name, in the order of the template
 */
public record PipelinePlan(
        String stackName,
        List<PlannedResource> resources,
        List<StreamSpec> streams,
        List<TableSpec> tables,
        List<FunctionSpec> functions,
        PublishedFunctions published,
        List<EventSourceMappingSpec> mappings,
        List<ApplicationSpec> applications,
        List<TopicRule> rules,
        PlannedDevices devices,
        Map<String, Map<String, Position>> rulePlaces,
        List<Finding> warnings,
        List<Finding> ignored,
        Map<String, String> outputs) {

    public PipelinePlan {
        resources = List.copyOf(resources);
        streams = List.copyOf(streams);
        tables = List.copyOf(tables);
        functions = List.copyOf(functions);
        mappings = List.copyOf(mappings);
        applications = List.copyOf(applications);
        rules = List.copyOf(rules);
        rulePlaces = Map.copyOf(rulePlaces);
        warnings = List.copyOf(warnings);
        ignored = List.copyOf(ignored);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /**
     * The same with what became known by creating the resources.
     *
     * @param known for texts that went into variables of functions and outputs
     * @param sources for ARNs of what mappings read
     */
    public PipelinePlan with(UnaryOperator<String> known, UnaryOperator<String> sources) {
        Map<String, String> resolved = new LinkedHashMap<>();
        outputs.forEach((name, value) -> resolved.put(name, known.apply(value)));
        return new PipelinePlan(
                stackName,
                resources,
                streams,
                tables,
                functions.stream().map(function -> with(function, known)).toList(),
                published,
                mappings.stream().map(mapping -> with(mapping, sources)).toList(),
                applications,
                rules,
                devices,
                rulePlaces,
                warnings,
                ignored,
                resolved);
    }

    private static FunctionSpec with(FunctionSpec function, UnaryOperator<String> known) {
        Map<String, String> environment = new LinkedHashMap<>();
        function.environment().forEach((name, value) -> environment.put(name, known.apply(value)));
        return new FunctionSpec(
                function.name(),
                function.runtime(),
                function.handler(),
                function.code(),
                function.timeout(),
                function.memoryMb(),
                environment,
                function.options());
    }

    private static EventSourceMappingSpec with(EventSourceMappingSpec mapping, UnaryOperator<String> sources) {
        return new EventSourceMappingSpec(
                sources.apply(mapping.source()),
                mapping.function(),
                mapping.from(),
                mapping.batchSize(),
                mapping.batchWindow(),
                mapping.parallelization(),
                mapping.maxRetries(),
                mapping.maxAgeSeconds(),
                mapping.bisect(),
                mapping.reportItemFailures(),
                mapping.tumblingWindow(),
                mapping.filters(),
                mapping.onFailure(),
                mapping.enabled());
    }
}
