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
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    private final Map<String, List<ApplicationSpec.Output>> outputs = new HashMap<>();
    private final List<ApplicationUse> applicationUses = new ArrayList<>();
    private final Set<String> applicationNames = new TreeSet<>();
    private final Set<String> streamNames = new TreeSet<>();
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

    void addStream(ResourceMapper.Resource resource, Supplier<StreamSpec> stream) {
        claim("stream", resource);
        streamNames.add(resource.name());
        make(resource, stream, streams::add);
    }

    void addTable(ResourceMapper.Resource resource, Supplier<TableSpec> table) {
        claim("table", resource);
        make(resource, table, tables::add);
    }

    void addFunction(ResourceMapper.Resource resource, Supplier<FunctionSpec> function) {
        claim("function", resource);
        make(resource, function, functions::add);
    }

    void addRule(ResourceMapper.Resource resource, Supplier<TopicRule> rule) {
        claim("rule", resource);
        make(resource, rule, rules::add);
    }

    void addApplication(ResourceMapper.Resource resource, String code, Supplier<ApplicationSpec.Input> input) {
        claim("application", resource);
        applicationNames.add(resource.name());
        make(resource, input, made -> applications.add(new DraftApplication(resource, code, made)));
    }

    /** @param application its physical name */
    void addOutput(
            ResourceMapper.Resource resource,
            Position at,
            String application,
            Supplier<ApplicationSpec.Output> output) {
        if (!application.isBlank()) {
            applicationUses.add(new ApplicationUse(at, application));
        }
        make(
                resource,
                output,
                made -> outputs.computeIfAbsent(application, name -> new ArrayList<>())
                        .add(made));
    }

    void addMapping(ResourceMapper.Resource function, Position at, Supplier<EventSourceMappingSpec> mapping) {
        make(function, mapping, made -> {
            boolean twice = mappings.stream()
                    .anyMatch(other -> other.stream().equals(made.stream())
                            && other.function().equals(made.function()));
            if (twice) {
                errors.add(
                        at,
                        "stream '%s' is mapped to function '%s' a second time; AWS refuses that, remove one"
                                .formatted(made.stream(), made.function()));
            }
            mappings.add(made);
        });
    }

    /** Makes a part only of what was read without a flaw: parts cannot be made of values that stand in for wrong ones. */
    private <T> void make(ResourceMapper.Resource resource, Supplier<T> part, Consumer<T> taker) {
        if (resource.properties().isFlawed()) {
            return;
        }
        try {
            taker.accept(part.get());
        } catch (IllegalArgumentException invalid) {
            errors.add(resource.at(), "%s: %s".formatted(resource.properties().owner(), invalid.getMessage()));
        }
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
            errors.add(
                    resource.at(),
                    "%s and %s are both a %s named '%s'; give one of them another name"
                            .formatted(earlier, resource.logicalId(), kind, resource.name()));
        }
    }

    /** Checks how the parts relate. What is wrong is among the errors; the result is good only without errors. */
    public Checked check() {
        uses.forEach(this::check);
        applicationUses.forEach(this::check);
        return new Checked(
                streams,
                tables,
                functions,
                mappings,
                applications.stream().map(this::spec).toList(),
                rules,
                warnings.sorted(),
                ignored.sorted());
    }

    private void check(StreamUse use) {
        if (use.stream().isBlank() || streamNames.contains(use.stream())) {
            return;
        }
        String text = "%s %s stream '%s', which is not in this template%s"
                .formatted(
                        use.who(),
                        use.reads() ? "reads" : "writes to",
                        use.stream(),
                        Suggestion.didYouMean(use.stream(), streamNames));
        if (use.reads()) {
            errors.add(use.at(), text + "; add an AWS::Kinesis::Stream with that name");
        } else {
            warnings.add(use.at(), text + "; every message fails until somebody creates it");
        }
    }

    private void check(ApplicationUse use) {
        if (!applicationNames.contains(use.application())) {
            errors.add(
                    use.at(),
                    "application '%s' is not in this template%s"
                            .formatted(use.application(), Suggestion.didYouMean(use.application(), applicationNames)));
        }
    }

    private ApplicationSpec spec(DraftApplication application) {
        ResourceMapper.Resource resource = application.resource();
        List<ApplicationSpec.Output> its = outputs.getOrDefault(resource.name(), List.of());
        if (its.size() > MAX_APPLICATION_OUTPUTS) {
            errors.add(
                    resource.at(),
                    "application '%s' has %d outputs; AWS takes at most %d"
                            .formatted(resource.name(), its.size(), MAX_APPLICATION_OUTPUTS));
        }
        return new ApplicationSpec(resource.name(), application.code(), application.input(), its);
    }

    private record StreamUse(Position at, String who, String stream, boolean reads) {}

    private record ApplicationUse(Position at, String application) {}

    private record DraftApplication(ResourceMapper.Resource resource, String code, ApplicationSpec.Input input) {}

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
