package dev.penstock.launcher.template.resource;

import dev.penstock.launcher.yaml.Suggestion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The resource types. */
public final class ResourceMappers {
    private static final List<ResourceMapper> ALL = List.of(
            new AnalyticsApplication(),
            new AnalyticsApplicationV2(),
            AnalyticsApplicationOutput.first(),
            AnalyticsApplicationOutput.second(),
            AnalyticsReferenceData.first(),
            AnalyticsReferenceData.second(),
            new DynamoDbTable("AWS::DynamoDB::Table"),
            new DynamoDbTable("AWS::Serverless::SimpleTable"),
            new IamRole(),
            new IotCertificate(),
            new IotPolicy(),
            new IotThing(),
            new IotTopicRule(),
            PrincipalAttachment.ofPolicy(),
            PrincipalAttachment.ofThing(),
            new KinesisStream(),
            new LambdaAlias(),
            new LambdaEventInvokeConfig(),
            new LambdaEventSourceMapping("EventSourceArn"),
            new LambdaFunction(),
            new LambdaLayer("AWS::Lambda::LayerVersion", "Content"),
            new LambdaLayer("AWS::Serverless::LayerVersion", "ContentUri"),
            new LambdaPermission(),
            new LambdaVersion(),
            new ServerlessFunction(),
            DeliveryTarget.queue(),
            DeliveryTarget.topic(),
            DeliveryTarget.bucket(),
            DeliveryTarget.eventBus(),
            DeliveryTarget.deliveryStream());

    /** By type name, sorted. */
    public static final Map<String, ResourceMapper> BY_TYPE = byType();

    private static final String TYPE_FORM = "(AWS|Alexa)::[A-Za-z0-9]+::[A-Za-z0-9:]+|Custom::[A-Za-z0-9_@-]+|"
            + "[A-Za-z0-9]+::[A-Za-z0-9]+::[A-Za-z0-9]+(::MODULE)?";

    private ResourceMappers() {}

    /**
     * How resources of a type are read; types that AWS has and that are not emulated are left out of the pipeline.
     *
     * @return empty when there can be no such type, or when it is one letter or two from one that is emulated
     */
    public static Optional<ResourceMapper> of(String type) {
        ResourceMapper emulated = BY_TYPE.get(type);
        if (emulated != null) {
            return Optional.of(emulated);
        }
        boolean slip = BY_TYPE.keySet().stream().anyMatch(known -> isSlipOf(type, known));
        return slip || !type.matches(TYPE_FORM) ? Optional.empty() : Optional.of(new LeftOut(type));
    }

    /** How an event of a serverless function that reads a stream is read. */
    public static ResourceMapper streamEvent() {
        return new LambdaEventSourceMapping("Stream");
    }

    /** Service and kind are both meant, and not both are right. A service that is right is not meant to be another. */
    private static boolean isSlipOf(String type, String known) {
        String[] parts = type.split("::", -1);
        String[] knownParts = known.split("::", -1);
        if (parts.length != knownParts.length || (isService(parts[1]) && !parts[1].equals(knownParts[1]))) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (Suggestion.didYouMean(parts[i], Set.of(knownParts[i])).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isService(String name) {
        return BY_TYPE.keySet().stream().anyMatch(type -> type.startsWith("AWS::" + name + "::"));
    }

    private static Map<String, ResourceMapper> byType() {
        Map<String, ResourceMapper> byType = new TreeMap<>();
        ALL.forEach(mapper -> byType.put(mapper.type(), mapper));
        return Collections.unmodifiableMap(byType);
    }
}
