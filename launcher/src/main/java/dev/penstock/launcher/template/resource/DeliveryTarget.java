package dev.penstock.launcher.template.resource;

import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A queue, topic, bucket, event bus or delivery stream: here it is only what records are sent to and read back from, so its properties but the name
 * change nothing.
 */
final class DeliveryTarget implements ResourceMapper {
    private static final int MAX_QUEUE = 80;
    private static final int MAX_TOPIC = 256;
    private static final int MAX_BUCKET = 63;
    private static final int MAX_BUS = 256;
    private static final int MAX_DELIVERY_STREAM = 64;

    private final String type;
    private final String nameProperty;
    private final int maxName;
    private final BiFunction<String, Stack, String> ref;
    private final BiFunction<String, Stack, Map<String, String>> attributes;

    private DeliveryTarget(
            String type,
            String nameProperty,
            int maxName,
            BiFunction<String, Stack, String> ref,
            BiFunction<String, Stack, Map<String, String>> attributes) {
        this.type = type;
        this.nameProperty = nameProperty;
        this.maxName = maxName;
        this.ref = ref;
        this.attributes = attributes;
    }

    static DeliveryTarget queue() {
        return new DeliveryTarget(
                "AWS::SQS::Queue",
                "QueueName",
                MAX_QUEUE,
                DeliveryTarget::queueUrl,
                (name, stack) ->
                        Map.of("Arn", stack.arn("sqs", name), "QueueName", name, "QueueUrl", queueUrl(name, stack)));
    }

    static DeliveryTarget topic() {
        return new DeliveryTarget(
                "AWS::SNS::Topic",
                "TopicName",
                MAX_TOPIC,
                (name, stack) -> stack.arn("sns", name),
                (name, stack) -> Map.of("TopicArn", stack.arn("sns", name), "TopicName", name));
    }

    static DeliveryTarget bucket() {
        return new DeliveryTarget(
                "AWS::S3::Bucket",
                "BucketName",
                MAX_BUCKET,
                (name, stack) -> name,
                (name, stack) -> Map.of(
                        "Arn",
                        "arn:aws:s3:::" + name,
                        "DomainName",
                        name + ".s3.amazonaws.com",
                        "RegionalDomainName",
                        "%s.s3.%s.amazonaws.com"
                                .formatted(name, stack.identity().region()),
                        "WebsiteURL",
                        "http://%s.s3-website-%s.amazonaws.com"
                                .formatted(name, stack.identity().region())));
    }

    static DeliveryTarget eventBus() {
        return new DeliveryTarget(
                "AWS::Events::EventBus",
                "Name",
                MAX_BUS,
                (name, stack) -> name,
                (name, stack) -> Map.of("Arn", stack.arn("events", "event-bus/" + name), "Name", name));
    }

    static DeliveryTarget deliveryStream() {
        return new DeliveryTarget(
                "AWS::KinesisFirehose::DeliveryStream",
                "DeliveryStreamName",
                MAX_DELIVERY_STREAM,
                (name, stack) -> name,
                (name, stack) -> Map.of("Arn", stack.arn("firehose", "deliverystream/" + name)));
    }

    /** As the service names it; rule actions and {@code aws sqs} take it from there. */
    private static String queueUrl(String name, Stack stack) {
        return "https://sqs.%s.amazonaws.com/%s/%s"
                .formatted(stack.identity().region(), stack.identity().account(), name);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String nameProperty() {
        return nameProperty;
    }

    @Override
    public String generatedName(Stack stack, String logicalId) {
        String name = stack.physicalName(logicalId, maxName);
        return type.equals("AWS::S3::Bucket") ? name.toLowerCase(Locale.ROOT) : name;
    }

    @Override
    public String ref(String name, Stack stack) {
        return ref.apply(name, stack);
    }

    @Override
    public Map<String, String> attributes(String name, Stack stack) {
        return attributes.apply(name, stack);
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        properties.text(nameProperty);
        properties.ignoreRest("what is sent there is only kept to be looked at");
        NameRule.check(properties, nameProperty, "[A-Za-z0-9._-]{1,256}", "letters, digits and . _ -");
    }
}
