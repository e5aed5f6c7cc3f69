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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A plan while it is being read. Mappers add to it in any order; {@link #check} ties the parts together. */
public final class PlanDraft {
    /** Kinds of things that others name. */
    static final String STREAM = "stream";

    static final String TABLE = "table";

    /** A table with a stream. */
    static final String TABLE_STREAM = "table stream";

    static final String FUNCTION = "function";
    private static final String APPLICATION = "application";
    private static final String WRITES = "writes to";
    private static final Map<String, String> TYPES = Map.of(
            STREAM, "AWS::Kinesis::Stream",
            TABLE, "AWS::DynamoDB::Table",
            TABLE_STREAM, "AWS::DynamoDB::Table that has a StreamSpecification",
            FUNCTION, "AWS::Serverless::Function");
    private static final int MAX_APPLICATION_OUTPUTS = 3;

    private final Stack stack;
    private final Findings errors;
    private final Findings warnings = new Findings();
    private final Findings ignored = new Findings();
    private final Map<String, String> ownersByName = new HashMap<>();
    private final List<StreamSpec> streams = new ArrayList<>();
    private final List<TableSpec> tables = new ArrayList<>();
    private final FunctionParts functions;
    private final DeviceParts devices = new DeviceParts();
    private final List<TopicRule> rules = new ArrayList<>();
    private final List<DraftApplication> applications = new ArrayList<>();
    private final Map<String, List<ApplicationSpec.Output>> outputs = new HashMap<>();
    private final Map<String, ApplicationSpec.Reference> references = new HashMap<>();
    private final List<ApplicationUse> applicationUses = new ArrayList<>();
    private final Map<String, Set<String>> namesByKind = new HashMap<>();
    private final Map<String, Map<String, Position>> rulePlaces = new HashMap<>();
    private final List<Use> uses = new ArrayList<>();

    public PlanDraft(Stack stack, Findings errors) {
        this.stack = stack;
        this.errors = errors;
        functions = new FunctionParts(errors);
    }

    FunctionParts functions() {
        return functions;
    }

    DeviceParts devices() {
        return devices;
    }

    /**
     * A thing, policy or certificate, or what attaches one to another.
     *
     * @param kind within which its name is its own
     * @param taker one of the lists of {@link #devices}
     */
    <T> void addDevice(String kind, ResourceMapper.Resource resource, Supplier<T> device, Consumer<T> taker) {
        claim(kind, resource);
        make(resource, device, taker);
    }

    Stack stack() {
        return stack;
    }

    /** Takes note of something without effect. */
    public void ignored(Position at, String text) {
        ignored.add(at, text);
    }

    /** Takes note of what probably is not what was meant. */
    public void warn(Position at, String text) {
        warnings.add(at, text);
    }

    void addStream(ResourceMapper.Resource resource, Supplier<StreamSpec> stream) {
        claim(STREAM, resource);
        make(resource, stream, streams::add);
    }

    void addTable(ResourceMapper.Resource resource, Supplier<TableSpec> table) {
        claim(TABLE, resource);
        make(resource, table, tables::add);
    }

    /** The table has a stream. */
    void addTableStream(ResourceMapper.Resource resource) {
        names(TABLE_STREAM).add(resource.name());
    }

    void addFunction(ResourceMapper.Resource resource, Supplier<FunctionSpec> function) {
        claim(FUNCTION, resource);
        make(resource, function, functions::add);
    }

    /** @param places where its parts stand, by their path in the words of the IoT API; the rule itself is the empty path */
    void addRule(ResourceMapper.Resource resource, Map<String, Position> places, Supplier<TopicRule> rule) {
        claim("rule", resource);
        make(resource, rule, made -> {
            rules.add(made);
            rulePlaces.put(made.name(), Map.copyOf(places));
        });
    }

    void addApplication(
            ResourceMapper.Resource resource,
            String code,
            ApplicationSpec.Labels labels,
            Supplier<ApplicationSpec.Input> input) {
        claim(APPLICATION, resource);
        make(resource, input, made -> applications.add(new DraftApplication(resource, code, labels, made)));
    }

    /** @param application its physical name */
    void addReference(
            ResourceMapper.Resource resource,
            Position at,
            String application,
            Supplier<ApplicationSpec.Reference> reference) {
        if (!application.isBlank()) {
            applicationUses.add(new ApplicationUse(at, application));
        }
        make(resource, reference, made -> {
            if (references.putIfAbsent(application, made) != null) {
                errors.add(
                        resource.at(),
                        "application '%s' has a reference table already; it can have one".formatted(application));
            }
        });
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

    /** Something reads from a stream or the stream of a table, which must be in this template. */
    void reads(Position at, String who, String kind, String name) {
        uses.add(new Use(at, who, kind, name, "reads"));
    }

    /** Something runs a function, which must be in this template. */
    void runs(Position at, String who, String function) {
        uses.add(new Use(at, who, FUNCTION, FunctionNames.nameIn(function), "names"));
    }

    /** Something sends to a stream, table or function. It may name one that is made later by other means. */
    void sendsTo(Position at, String who, String kind, String name) {
        uses.add(new Use(at, who, kind, name, WRITES));
    }

    /** Two resources of one kind cannot have one name. */
    private void claim(String kind, ResourceMapper.Resource resource) {
        if (resource.name().isBlank()) {
            return;
        }
        names(kind).add(resource.name());
        String earlier = ownersByName.putIfAbsent(kind + " " + resource.name(), resource.logicalId());
        if (earlier != null) {
            errors.add(
                    resource.at(),
                    "%s and %s are both a %s named '%s'; give one of them another name"
                            .formatted(earlier, resource.logicalId(), kind, resource.name()));
        }
    }

    private Set<String> names(String kind) {
        return namesByKind.computeIfAbsent(kind, first -> new TreeSet<>());
    }

    /** Checks how the parts relate. What is wrong is among the errors; the result is good only without errors. */
    public Checked check() {
        uses.forEach(this::check);
        applicationUses.forEach(this::check);
        return new Checked(
                streams,
                tables,
                functions.functions(),
                functions.published(),
                functions.mappings(),
                applications.stream().map(this::spec).toList(),
                rules,
                devices.planned(),
                rulePlaces,
                warnings.sorted(),
                ignored.sorted());
    }

    private void check(Use use) {
        Set<String> known = names(use.kind());
        if (use.name().isBlank() || known.contains(use.name())) {
            return;
        }
        String text = "%s %s %s '%s', which is not in this template%s"
                .formatted(use.who(), use.verb(), use.kind(), use.name(), Suggestion.didYouMean(use.name(), known));
        if (!use.verb().equals(WRITES)) {
            errors.add(use.at(), "%s; add an %s with that name".formatted(text, TYPES.get(use.kind())));
        } else {
            warnings.add(use.at(), text + "; every message fails until somebody creates it");
        }
    }

    private void check(ApplicationUse use) {
        if (!names(APPLICATION).contains(use.application())) {
            errors.add(
                    use.at(),
                    "application '%s' is not in this template%s"
                            .formatted(
                                    use.application(), Suggestion.didYouMean(use.application(), names(APPLICATION))));
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
        return new ApplicationSpec(
                resource.name(),
                application.code(),
                application.input(),
                its,
                Optional.ofNullable(references.get(resource.name())).stream().toList(),
                application.labels());
    }

    private record Use(Position at, String who, String kind, String name, String verb) {}

    private record ApplicationUse(Position at, String application) {}

    private record DraftApplication(
            ResourceMapper.Resource resource,
            String code,
            ApplicationSpec.Labels labels,
            ApplicationSpec.Input input) {}

    /** The parts of a plan. */
    public record Checked(
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
            List<Finding> ignored) {}
}
