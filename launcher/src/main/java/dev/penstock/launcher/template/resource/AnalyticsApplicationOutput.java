package dev.penstock.launcher.template.resource;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Destination;
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
        Destination destination = destination(output, application, plan);
        plan.addOutput(
                resource,
                properties.at("ApplicationName"),
                application,
                () -> new ApplicationSpec.Output(inApplicationStream, destination, format));
    }

    private static Destination destination(PropertyReader output, String application, PlanDraft plan) {
        if (output.names().contains("LambdaOutput")) {
            return new Destination.Function(
                    function(output.requiredObject("LambdaOutput"), "application '%s'".formatted(application), plan));
        }
        if (output.names().contains("KinesisFirehoseOutput")) {
            PropertyReader target = output.requiredObject("KinesisFirehoseOutput");
            target.ignore("permissions are not checked here", "RoleARN");
            return new Destination.DeliveryStream(
                    target.requiredText("ResourceARN").replaceFirst("^.*:deliverystream/", ""));
        }
        return new Destination.Stream(stream(output, application, plan));
    }

    /** The ARN of a function that an application calls. */
    static String function(PropertyReader target, String who, PlanDraft plan) {
        String function = FunctionNames.read(target, "ResourceARN");
        target.ignore("permissions are not checked here", "RoleARN");
        if (!function.isBlank()) {
            plan.runs(target.at("ResourceARN"), who, function);
        }
        return function;
    }

    private static String stream(PropertyReader output, String application, PlanDraft plan) {
        PropertyReader target = output.requiredObject("KinesisStreamsOutput");
        String stream = StreamArn.nameIn(target, "ResourceARN", plan);
        target.ignore("permissions are not checked here", "RoleARN");
        plan.sendsTo(target.at("ResourceARN"), "application '%s'".formatted(application), PlanDraft.STREAM, stream);
        return stream;
    }
}
