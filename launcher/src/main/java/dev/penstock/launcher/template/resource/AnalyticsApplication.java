package dev.penstock.launcher.template.resource;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Labels;
import dev.penstock.stream.StartingPosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code AWS::KinesisAnalytics::Application}. CloudFormation never starts an application; here it runs at once and reads
 * its stream from the oldest record, so that nothing that came in before it is lost.
 */
final class AnalyticsApplication implements ResourceMapper {
    private static final int MAX_NAME = 128;
    private static final String FIREHOSE = "KinesisFirehoseInput";
    private static final String PERMISSIONS = "permissions are not checked here";

    @Override
    public String type() {
        return "AWS::KinesisAnalytics::Application";
    }

    @Override
    public String nameProperty() {
        return "ApplicationName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return stack.physicalName(logicalId, MAX_NAME);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of("Id", name);
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        checkName(properties);
        Labels labels = new Labels(properties.text("ApplicationDescription").orElse(""), "", Map.of());
        Code code = new Code(properties.requiredText("ApplicationCode"), labels, true);
        add(properties, code, resource, plan);
    }

    static void checkName(PropertyReader properties) {
        NameRule.check(properties, "ApplicationName", "[a-zA-Z0-9_.-]{1,128}", "1 to 128 letters, digits and _ . -");
    }

    /**
     * What is beside the inputs.
     *
     * @param hasRoles whether resources have a role each, as in the first version of the service
     */
    record Code(String sql, Labels labels, boolean hasRoles) {}

    /** Adds an application with the inputs that a map lists. */
    static void add(PropertyReader properties, Code code, Resource resource, PlanDraft plan) {
        List<PropertyReader> inputs = properties.requiredObjects("Inputs");
        if (inputs.size() > 1) {
            properties.error(
                    inputs.get(1).at(), "an application has exactly one input, this has %d".formatted(inputs.size()));
        }
        Optional<Supplier<ApplicationSpec.Input>> input = inputs.stream()
                .map(one -> input(one, code.hasRoles(), resource, plan))
                .reduce((first, second) -> first);
        plan.addApplication(
                resource, code.sql(), code.labels(), () -> input.orElseThrow().get());
    }

    private static Supplier<ApplicationSpec.Input> input(
            PropertyReader input, boolean hasRoles, Resource resource, PlanDraft plan) {
        String prefix = input.requiredText("NamePrefix");
        refuseDeliveryStream(input);
        Optional<String> processor = input.object("InputProcessingConfiguration")
                .map(processing -> processor(processing, hasRoles, resource, plan));
        int parallelism = parallelism(input);
        PropertyReader schema = input.requiredObject("InputSchema");
        String stream = input.names().contains(FIREHOSE) ? "" : stream(input, hasRoles, resource, plan);
        AnalyticsSchema records = AnalyticsSchema.read(schema);
        return () -> new ApplicationSpec.Input(
                prefix,
                stream,
                new StartingPosition.TrimHorizon(),
                records.format(),
                records.columns(),
                processor.orElse(null),
                parallelism);
    }

    private static String stream(PropertyReader input, boolean hasRoles, Resource resource, PlanDraft plan) {
        PropertyReader source = input.requiredObject("KinesisStreamsInput");
        String stream = StreamArn.nameIn(source, "ResourceARN", plan);
        if (hasRoles) {
            source.ignore(PERMISSIONS, "RoleARN");
        }
        plan.reads(source.at("ResourceARN"), "application '%s'".formatted(resource.name()), PlanDraft.STREAM, stream);
        return stream;
    }

    /** Nothing reads from delivery streams here. */
    private static void refuseDeliveryStream(PropertyReader input) {
        if (input.names().contains(FIREHOSE)) {
            input.settle(FIREHOSE);
            input.error(
                    input.keyAt(FIREHOSE),
                    "'%s' is not emulated: nothing reads from delivery streams here; use a KinesisStreamsInput"
                            .formatted(input.label(FIREHOSE)));
        }
    }

    private static String processor(PropertyReader processing, boolean hasRoles, Resource resource, PlanDraft plan) {
        PropertyReader function = processing.requiredObject("InputLambdaProcessor");
        if (hasRoles) {
            function.ignore(PERMISSIONS, "RoleARN");
        }
        return AnalyticsApplicationOutput.function(function, "application '%s'".formatted(resource.name()), plan);
    }

    private static int parallelism(PropertyReader input) {
        return input.object("InputParallelism")
                .map(parallelism -> (int) parallelism.integer("Count", 1, ApplicationSpec.Input.MAX_PARALLELISM, 1))
                .orElse(1);
    }
}
