package dev.penstock.launcher.template.resource;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.FunctionSpec;
import dev.penstock.launcher.yaml.Finding;
import dev.penstock.launcher.yaml.Findings;
import dev.penstock.launcher.yaml.Position;
import dev.penstock.launcher.yaml.Suggestion;
import dev.penstock.rules.TopicRule;
import dev.penstock.store.TableSpec;
import dev.penstock.stream.StreamSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A plan while it is being read. Mappers add to it in any order; {@link #check} ties the parts together. */
public final class PlanDraft {
    private static final int MAX_APPLICATION_OUTPUTS = 3;

    private final Stack stack;
    private final Findings errors;
    private final Findings warnings = new Findings();
    private final Findings ignored = new Findings();
    private final Map<String, String> ownersByName = new HashMap<>();
    private final List<StreamSpec> streams = new ArrayList<>();
    private final List<TableSpec> tables = new ArrayList<>();
    private final List<FunctionSpec> functions = new ArrayList<>();
    private final List<EventSourceMappingSpec> mappings = new ArrayList<>();
    private final List<TopicRule> rules = new ArrayList<>();
    private final List<DraftApplication> applications = new ArrayList<>();
    private final List<DraftOutput> outputs = new ArrayList<>();
    private final List<StreamUse> uses = new ArrayList<>();

    public PlanDraft(Stack stack, Findings errors) {
        this.stack = stack;
        this.errors = errors;
    }

    Stack stack() {
        return stack;
    }

    /** Takes note of something without effect. */
    public void ignored(Position at, String text) {
        ignored.add(at, text);
    }

    void warn(Position at, String text) {
        warnings.add(at, text);
    }

    void add(ResourceMapper.Resource resource, StreamSpec stream) {
        claim("stream", resource);
        streams.add(stream);
    }

    void add(ResourceMapper.Resource resource, TableSpec table) {
        claim("table", resource);
        tables.add(table);
    }

    void add(ResourceMapper.Resource resource, FunctionSpec function) {
        claim("function", resource);
        functions.add(function);
    }

    void add(ResourceMapper.Resource resource, TopicRule rule) {
        claim("rule", resource);
        rules.add(rule);
    }

    void add(ResourceMapper.Resource resource, String code, ApplicationSpec.@Nullable Input input) {
        claim("application", resource);
        applications.add(new DraftApplication(resource.name(), code, input));
    }

    void add(Position at, String application, ApplicationSpec.Output output) {
        outputs.add(new DraftOutput(at, application, output));
    }

    void add(Position at, EventSourceMappingSpec mapping) {
        boolean twice = !mapping.stream().isBlank() && mappings.stream()
                .anyMatch(other -> other.stream().equals(mapping.stream())
                        && other.function().equals(mapping.function()));
        if (twice) {
            errors.add(at, "stream '%s' is mapped to function '%s' a second time; AWS refuses that, remove one"
                    .formatted(mapping.stream(), mapping.function()));
        }
        mappings.add(mapping);
    }

    /** Something reads from or writes to a stream. A writer may name one that is made later by other means. */
    void uses(Position at, String who, String stream, boolean reads) {
        uses.add(new StreamUse(at, who, stream, reads));
    }

    /** Two resources of one kind cannot have one name. */
    private void claim(String kind, ResourceMapper.Resource resource) {
        if (resource.name().isBlank()) {
            return;
        }
        String earlier = ownersByName.putIfAbsent(kind + " " + resource.name(), resource.logicalId());
        if (earlier != null) {
            errors.add(resource.at(), "%s and %s are both a %s named '%s'; give one of them another name"
                    .formatted(earlier, resource.logicalId(), kind, resource.name()));
        }
    }

    /** Checks how the parts relate. What is wrong is among the errors; the result is good only without errors. */
    public Checked check() {
        Set<String> names = new TreeSet<>();
        streams.forEach(stream -> names.add(stream.name()));
        uses.forEach(use -> check(use, names));
        return new Checked(
                streams, tables, functions, mappings, specs(), rules, warnings.sorted(), ignored.sorted());
    }

    private void check(StreamUse use, Set<String> names) {
        if (use.stream().isBlank() || names.contains(use.stream())) {
            return;
        }
        String text = "%s %s stream '%s', which is not in this template%s"
                .formatted(
                        use.who(),
                        use.reads() ? "reads" : "writes to",
                        use.stream(),
                        Suggestion.didYouMean(use.stream(), names));
        if (use.reads()) {
            errors.add(use.at(), text + "; add an AWS::Kinesis::Stream with that name");
        } else {
            warnings.add(use.at(), text + "; every message fails until somebody creates it");
        }
    }

    private List<ApplicationSpec> specs() {
        Set<String> names = new TreeSet<>();
        applications.forEach(application -> names.add(application.name()));
        Map<String, List<ApplicationSpec.Output>> byApplication = new HashMap<>();
        for (DraftOutput output : outputs) {
            if (!names.contains(output.application()) && !output.application().isBlank()) {
                errors.add(output.at(), "application '%s' is not in this template%s"
                        .formatted(output.application(), Suggestion.didYouMean(output.application(), names)));
            }
            List<ApplicationSpec.Output> list =
                    byApplication.computeIfAbsent(output.application(), name -> new ArrayList<>());
            list.add(output.output());
            if (list.size() == MAX_APPLICATION_OUTPUTS + 1) {
                errors.add(output.at(), "application '%s' has more than %d outputs; AWS takes no more"
                        .formatted(output.application(), MAX_APPLICATION_OUTPUTS));
            }
        }
        List<ApplicationSpec> specs = new ArrayList<>();
        for (DraftApplication application : applications) {
            if (application.input() != null) {
                specs.add(new ApplicationSpec(
                        application.name(),
                        application.code(),
                        application.input(),
                        byApplication.getOrDefault(application.name(), List.of())));
            }
        }
        return specs;
    }

    private record StreamUse(Position at, String who, String stream, boolean reads) {}

    private record DraftApplication(String name, String code, ApplicationSpec.@Nullable Input input) {}

    private record DraftOutput(Position at, String application, ApplicationSpec.Output output) {}

    /** The parts of a plan. */
    public record Checked(
            List<StreamSpec> streams,
            List<TableSpec> tables,
            List<FunctionSpec> functions,
            List<EventSourceMappingSpec> mappings,
            List<ApplicationSpec> applications,
            List<TopicRule> rules,
            List<Finding> warnings,
            List<Finding> ignored) {}
}
