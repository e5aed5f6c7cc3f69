package dev.penstock.launcher.template.resource;

import dev.penstock.platform.aws.Arn;
import java.util.Optional;

/**
 * What an event source mapping reads.
 *
 * @param arn with account and region of this pipeline
 * @param kind {@link PlanDraft#STREAM} or {@link PlanDraft#TABLE_STREAM}
 * @param name of the stream or table
 */
public record SourceArn(String arn, String kind, String name) {
    /**
     * Stands for the label of a table's stream, which is the time of its creation. Whoever creates the table puts the
     * right ARN in its place.
     */
    private static final String LABEL = "PENSTOCK-LABEL";

    private static final String STREAM = "stream/";
    private static final String CONSUMER = "/consumer/";
    private static final String TABLE = "table/";

    /** The stream of a table, before the table is there. */
    static String ofTable(String table, Stack stack) {
        return stack.arn("dynamodb", tableStream(table));
    }

    /** With this the ARN of a table's stream ends as long as the table is not there. */
    public static String tableStream(String table) {
        return "table/%s/stream/%s".formatted(table, LABEL);
    }

    /** @return empty, and reported, when the property holds something else; empty too for sources that never fire here */
    static Optional<SourceArn> read(PropertyReader properties, String property, PlanDraft plan) {
        String text = properties.requiredText(property);
        if (text.isBlank()) {
            return Optional.empty();
        }
        if (!StreamArn.isArn(text)) {
            return refuse(
                    properties,
                    property,
                    "must be the ARN of a stream, for example !GetAtt Stream.Arn or !GetAtt Table.StreamArn; was '%s'"
                            .formatted(text));
        }
        Arn arn = Arn.parse(text);
        StreamArn.warnOfOtherAccount(arn, text, properties, property, plan);
        if (arn.service().equals("kinesis") && arn.resource().startsWith(STREAM)) {
            return Optional.of(kinesis(arn.resource(), properties, property, plan));
        }
        if (arn.service().equals("dynamodb") && arn.resource().startsWith(TABLE)) {
            return table(arn.resource(), text, properties, property, plan);
        }
        plan.warn(
                properties.at(property),
                "%s: '%s' of service '%s' is not emulated: it never calls the function; emulated are kinesis and dynamodb"
                        .formatted(properties.owner(), text, arn.service()));
        return Optional.empty();
    }

    /** A consumer of its own reads as fast as everybody here: the mapping reads the stream itself. */
    private static SourceArn kinesis(String resource, PropertyReader properties, String property, PlanDraft plan) {
        String name = resource.substring(STREAM.length());
        int consumer = name.indexOf(CONSUMER);
        if (consumer >= 0) {
            name = name.substring(0, consumer);
            plan.ignored(
                    properties.at(property),
                    "%s: the mapping reads stream '%s' itself, not through a consumer"
                            .formatted(properties.owner(), name));
        }
        return new SourceArn(plan.stack().arn("kinesis", STREAM + name), PlanDraft.STREAM, name);
    }

    private static Optional<SourceArn> table(
            String resource, String text, PropertyReader properties, String property, PlanDraft plan) {
        String[] parts = resource.split("/", -1);
        if (parts.length < 4 || !parts[2].equals("stream")) {
            return refuse(
                    properties,
                    property,
                    "must be the ARN of the table's stream, for example !GetAtt Table.StreamArn; was '%s'"
                            .formatted(text));
        }
        return Optional.of(new SourceArn(ofTable(parts[1], plan.stack()), PlanDraft.TABLE_STREAM, parts[1]));
    }

    private static Optional<SourceArn> refuse(PropertyReader properties, String property, String text) {
        properties.error(properties.at(property), "'%s' %s".formatted(properties.label(property), text));
        return Optional.empty();
    }
}
