package dev.penstock.launcher.template;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.launcher.yaml.Finding;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.rules.TopicRule;
import dev.penstock.store.TableSpec;
import dev.penstock.stream.StreamSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a template asks for, checked and with every name resolved. Create in this order: streams and tables, functions,
 * mappings and applications, rules last, so that no message meets a half-built pipeline.
 *
 * @param stackName what {@code AWS::StackName} gives
 * @param resources every resource, those without effect too, each after those it refers to
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
        List<EventSourceMappingSpec> mappings,
        List<ApplicationSpec> applications,
        List<TopicRule> rules,
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
}
