package dev.penstock.launcher.template.resource;

import dev.penstock.analytics.ApplicationSpec;
import java.util.Map;

/** An output of a SQL application, in both versions of the service. */
final class AnalyticsApplicationOutput implements ResourceMapper {
    private static final int MAX_NAME = 128;

    private final String type;

    AnalyticsApplicationOutput(String type) {
        this.type = type;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String nameProperty() {
        return "";
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
        String application = properties.requiredText("ApplicationName");
        PropertyReader output = properties.requiredObject("Output");
        String inApplicationStream = output.requiredText("Name");
        String format = output.requiredObject("DestinationSchema").requiredOneOf("RecordFormatType", "JSON", "CSV");
        output.notYet("KinesisFirehoseOutput", "LambdaOutput");
        boolean elsewhere = output.names().contains("KinesisFirehoseOutput")
                || output.names().contains("LambdaOutput");
        String stream = elsewhere ? "" : stream(output, application, plan);
        plan.addOutput(
                resource,
                properties.at("ApplicationName"),
                application,
                () -> new ApplicationSpec.Output(inApplicationStream, stream, format));
    }

    private static String stream(PropertyReader output, String application, PlanDraft plan) {
        PropertyReader target = output.requiredObject("KinesisStreamsOutput");
        String stream = StreamArn.nameIn(target, "ResourceARN", plan);
        target.ignore("permissions are not checked here", "RoleARN");
        plan.sendsTo(target.at("ResourceARN"), "application '%s'".formatted(application), PlanDraft.STREAM, stream);
        return stream;
    }
}
