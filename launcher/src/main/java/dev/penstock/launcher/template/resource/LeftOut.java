package dev.penstock.launcher.template.resource;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A resource of a type that is not emulated. It is left out of the pipeline, with a warning unless nothing here could
 * miss it; what names it gets a well-formed name or ARN.
 */
final class LeftOut implements ResourceMapper {
    /** Permissions, notes and settings of the account: whether they are there changes nothing in a local run. */
    private static final Set<String> UNMISSED = Set.of(
            "AWS::CDK::Metadata",
            "AWS::CloudFormation::Interface",
            "AWS::CloudFormation::WaitCondition",
            "AWS::CloudFormation::WaitConditionHandle",
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::CompositeAlarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::IAM::Group",
            "AWS::IAM::InstanceProfile",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Policy",
            "AWS::IAM::RolePolicy",
            "AWS::IAM::User",
            "AWS::IAM::UserPolicy",
            "AWS::IoT::Logging",
            "AWS::KMS::Alias",
            "AWS::KMS::Key",
            "AWS::Kinesis::ResourcePolicy",
            "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption",
            "AWS::Lambda::LayerVersionPermission",
            "AWS::Logs::LogGroup",
            "AWS::Logs::LogStream",
            "AWS::S3::BucketPolicy",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::QueuePolicy");

    private static final int MAX_NAME = 128;

    private final String type;

    LeftOut(String type) {
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

    /** Most types are named by a property of their own name, for example {@code LogGroupName}. */
    @Override
    public String name(Function<String, Optional<String>> given, Stack stack, String logicalId) {
        String kind = type.substring(type.lastIndexOf(':') + 1);
        return given.apply(kind + "Name")
                .or(() -> given.apply("Name"))
                .orElseGet(() -> generatedName(stack, logicalId));
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return Map.of();
    }

    @Override
    public Optional<String> anyAttribute(String attribute, String name, Stack stack) {
        String service = type.contains("::") ? type.split("::", -1)[type.startsWith("Custom") ? 0 : 1] : type;
        return Optional.of(
                attribute.endsWith("Arn") || attribute.endsWith("ARN")
                        ? stack.arn(service.toLowerCase(Locale.ROOT), name)
                        : name + "." + attribute);
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        resource.properties().skipAll();
        if (UNMISSED.contains(type)) {
            plan.ignored(resource.at(), "%s (%s) has no effect in a local run".formatted(resource.logicalId(), type));
        } else {
            plan.warn(
                    resource.at(),
                    "%s (%s) is not emulated and is left out; what refers to it gets a made-up name"
                            .formatted(resource.logicalId(), type));
        }
    }
}
