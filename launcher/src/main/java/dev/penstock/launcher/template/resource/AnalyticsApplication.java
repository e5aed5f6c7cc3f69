package dev.penstock.launcher.template.resource;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.RecordFormat;
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
    private static final int MAX_PARALLELISM = 64;

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
        NameRule.check(properties, nameProperty(), "[a-zA-Z0-9_.-]{1,128}", "1 to 128 letters, digits and _ . -");
        properties.ignore("it is for people", "ApplicationDescription");
        add(properties, properties.requiredText("ApplicationCode"), resource, plan);
    }

    /** Adds an application with the inputs that a map lists. */
    static void add(PropertyReader properties, String code, Resource resource, PlanDraft plan) {
        List<PropertyReader> inputs = properties.requiredObjects("Inputs");
        if (inputs.size() > 1) {
            properties.error(
                    inputs.get(1).at(), "an application has exactly one input, this has %d".formatted(inputs.size()));
        }
        Optional<Supplier<ApplicationSpec.Input>> input =
                inputs.stream().map(one -> input(one, resource, plan)).reduce((first, second) -> first);
        plan.addApplication(resource, code, () -> input.orElseThrow().get());
    }

    private static Supplier<ApplicationSpec.Input> input(PropertyReader input, Resource resource, PlanDraft plan) {
        String prefix = input.requiredText("NamePrefix");
        input.notYet("KinesisFirehoseInput");
        Optional<String> processor = input.object("InputProcessingConfiguration")
                .map(processing -> AnalyticsApplicationOutput.function(
                        processing.requiredObject("InputLambdaProcessor"),
                        "application '%s'".formatted(resource.name()),
                        plan));
        checkParallelism(input);
        PropertyReader schema = input.requiredObject("InputSchema");
        String stream = input.names().contains("KinesisFirehoseInput") ? "" : stream(input, resource, plan);
        schema.oneOf("RecordEncoding", "UTF-8");
        RecordFormat format = format(schema.requiredObject("RecordFormat"));
        List<Supplier<ApplicationSpec.Column>> columns = schema.requiredObjects("RecordColumns").stream()
                .map(AnalyticsApplication::column)
                .toList();
        return () -> new ApplicationSpec.Input(
                prefix,
                stream,
                new StartingPosition.TrimHorizon(),
                format,
                columns.stream().map(Supplier::get).toList(),
                processor.orElse(null));
    }

    private static String stream(PropertyReader input, Resource resource, PlanDraft plan) {
        PropertyReader source = input.requiredObject("KinesisStreamsInput");
        String stream = StreamArn.nameIn(source, "ResourceARN", plan);
        source.ignore("permissions are not checked here", "RoleARN");
        plan.reads(source.at("ResourceARN"), "application '%s'".formatted(resource.name()), PlanDraft.STREAM, stream);
        return stream;
    }

    private static void checkParallelism(PropertyReader input) {
        input.object("InputParallelism").ifPresent(parallelism -> {
            if (parallelism.integer("Count", 1, MAX_PARALLELISM, 1) != 1) {
                parallelism.error(parallelism.at("Count"), "'InputParallelism.Count' is supported only as 1 for now");
            }
        });
    }

    private static RecordFormat format(PropertyReader format) {
        Optional<PropertyReader> mapping = format.object("MappingParameters");
        if (format.requiredOneOf("RecordFormatType", "JSON", "CSV").equals("CSV")) {
            return mapping.flatMap(parameters -> parameters.object("CSVMappingParameters"))
                    .map(csv -> new RecordFormat.Csv(
                            csv.requiredText("RecordRowDelimiter"), csv.requiredText("RecordColumnDelimiter")))
                    .orElse(new RecordFormat.Csv("\n", ","));
        }
        return new RecordFormat.Json(mapping.flatMap(parameters -> parameters.object("JSONMappingParameters"))
                .map(json -> json.requiredText("RecordRowPath"))
                .orElse("$"));
    }

    private static Supplier<ApplicationSpec.Column> column(PropertyReader column) {
        String name = column.requiredText("Name");
        String type = column.requiredText("SqlType");
        Optional<String> mapping = column.text("Mapping");
        return () -> new ApplicationSpec.Column(name, type, mapping.orElse(null));
    }
}
