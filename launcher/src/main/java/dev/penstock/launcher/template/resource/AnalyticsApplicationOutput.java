package dev.penstock.launcher.template.resource;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Destination;
import dev.penstock.platform.aws.Arn;
import java.util.List;

/** An output of a SQL application, in both versions of the service. */
final class AnalyticsApplicationOutput implements ApplicationPart {
    private static final String ARN = "ResourceARN";
    private static final String LAMBDA = "LambdaOutput";
    private static final String FIREHOSE = "KinesisFirehoseOutput";
    private static final List<String> DESTINATIONS = List.of("KinesisStreamsOutput", FIREHOSE, LAMBDA);

    private final String type;
    private final boolean hasRoles;

    private AnalyticsApplicationOutput(String type, boolean hasRoles) {
        this.type = type;
        this.hasRoles = hasRoles;
    }

    static AnalyticsApplicationOutput first() {
        return new AnalyticsApplicationOutput("AWS::KinesisAnalytics::ApplicationOutput", true);
    }

    /** Without roles: the application has one. */
    static AnalyticsApplicationOutput second() {
        return new AnalyticsApplicationOutput("AWS::KinesisAnalyticsV2::ApplicationOutput", false);
    }

    @Override
    public String type() {
        return type;
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

    private Destination destination(PropertyReader output, String application, PlanDraft plan) {
        List<String> given = DESTINATIONS.stream().filter(output::has).toList();
        if (given.size() != 1) {
            output.error(
                    output.at(),
                    "'%s' must have exactly one of %s"
                            .formatted(output.label("").replaceFirst("[.]$", ""), String.join(", ", DESTINATIONS)));
            DESTINATIONS.forEach(output::settle);
            given.forEach(name -> output.object(name).ifPresent(PropertyReader::skipAll));
            return new Destination.Stream("");
        }
        PropertyReader target = output.requiredObject(given.get(0));
        if (hasRoles) {
            target.ignore("permissions are not checked here", "RoleARN");
        }
        String who = "application '%s'".formatted(application);
        return switch (given.get(0)) {
            case LAMBDA -> new Destination.Function(function(target, who, plan));
            case FIREHOSE -> new Destination.DeliveryStream(deliveryStream(target, plan));
            default -> new Destination.Stream(stream(target, who, plan));
        };
    }

    /** The ARN of a function that an application calls; empty, and reported, when it is none. */
    static String function(PropertyReader target, String who, PlanDraft plan) {
        String function = FunctionNames.read(target, ARN);
        if (function.isBlank()) {
            return "";
        }
        if (!function.startsWith("arn:")) {
            target.error(
                    target.at(ARN),
                    "'%s' must be the ARN of a function, for example !GetAtt Function.Arn; was '%s'"
                            .formatted(target.label(ARN), function));
            return "";
        }
        plan.runs(target.at(ARN), who, function);
        return function;
    }

    private static String deliveryStream(PropertyReader target, PlanDraft plan) {
        String text = target.requiredText(ARN);
        if (text.isBlank()) {
            return "";
        }
        if (!StreamArn.isArn(text)
                || !Arn.parse(text).service().equals("firehose")
                || !Arn.parse(text).resource().matches("deliverystream/[A-Za-z0-9_.-]{1,64}")) {
            target.error(
                    target.at(ARN),
                    "'%s' must be the ARN of a delivery stream, for example !GetAtt DeliveryStream.Arn; was '%s'"
                            .formatted(target.label(ARN), text));
            return "";
        }
        StreamArn.warnOfOtherAccount(Arn.parse(text), text, target, ARN, plan);
        return Arn.parse(text).resourceName();
    }

    private static String stream(PropertyReader target, String who, PlanDraft plan) {
        String stream = StreamArn.nameIn(target, ARN, plan);
        plan.sendsTo(target.at(ARN), who, PlanDraft.STREAM, stream);
        return stream;
    }
}
