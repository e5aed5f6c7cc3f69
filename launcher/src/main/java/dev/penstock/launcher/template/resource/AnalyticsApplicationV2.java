package dev.penstock.launcher.template.resource;

import dev.penstock.analytics.ApplicationSpec.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code AWS::KinesisAnalyticsV2::Application}: SQL runs; Flink and Zeppelin are left out with a warning. */
final class AnalyticsApplicationV2 implements ResourceMapper {
    private static final String SQL = "SQL-1_0";

    @Override
    public String type() {
        return "AWS::KinesisAnalyticsV2::Application";
    }

    @Override
    public String nameProperty() {
        return "ApplicationName";
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        return new AnalyticsApplication().generatedName(stack, logicalId);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of();
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        AnalyticsApplication.checkName(properties);
        String environment = properties.requiredText("RuntimeEnvironment");
        if (!environment.isBlank() && !environment.equals(SQL)) {
            properties.skipAll();
            plan.warn(
                    properties.at("RuntimeEnvironment"),
                    "%s: RuntimeEnvironment %s is not emulated and the application is left out; emulated is %s"
                            .formatted(properties.owner(), environment, SQL));
            return;
        }
        Labels labels = new Labels(
                properties.text("ApplicationDescription").orElse(""),
                properties.requiredText("ServiceExecutionRole"),
                tags(properties));
        properties.ignore("only Flink reads it", "RunConfiguration");
        properties.ignore("nothing is maintained here", "ApplicationMaintenanceConfiguration");
        properties.oneOf("ApplicationMode", "STREAMING");
        PropertyReader configuration = properties.requiredObject("ApplicationConfiguration");
        PropertyReader code = configuration.requiredObject("ApplicationCodeConfiguration");
        code.requiredOneOf("CodeContentType", "PLAINTEXT");
        String sql = code.requiredObject("CodeContent").requiredText("TextContent");
        PropertyReader application = configuration.requiredObject("SqlApplicationConfiguration");
        AnalyticsApplication.add(application, new AnalyticsApplication.Code(sql, labels, false), resource, plan);
    }

    private static Map<String, String> tags(PropertyReader properties) {
        Map<String, String> tags = new LinkedHashMap<>();
        properties
                .objects("Tags")
                .forEach(tag ->
                        tags.put(tag.requiredText("Key"), tag.text("Value").orElse("")));
        return tags;
    }
}
