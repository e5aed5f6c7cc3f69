package dev.penstock.launcher.template.resource;

import dev.penstock.platform.aws.Arn;
import dev.penstock.platform.aws.AwsIdentity;

/** Reads a property that holds the ARN of a Kinesis stream. */
final class StreamArn {
    private static final String STREAM = "stream/";

    private StreamArn() {}

    /** The stream's name; empty, and reported, when the property holds something else. */
    static String nameIn(PropertyReader properties, String property, PlanDraft plan) {
        String text = properties.requiredText(property);
        if (text.isBlank()) {
            return "";
        }
        if (!isArn(text)) {
            return refuse(
                    properties,
                    property,
                    "must be the ARN of a Kinesis stream, for example !GetAtt Stream.Arn; was '%s'".formatted(text));
        }
        Arn arn = Arn.parse(text);
        if (!arn.service().equals("kinesis") || !arn.resource().startsWith(STREAM)) {
            return refuse(
                    properties,
                    property,
                    "must be the ARN of a Kinesis stream, was '%s'; other sources and targets are not supported yet"
                            .formatted(text));
        }
        String name = arn.resource().substring(STREAM.length());
        if (name.contains("/")) {
            return refuse(
                    properties,
                    property,
                    "names a stream consumer, which is not supported yet; use the ARN of the stream itself: '%s'"
                            .formatted(text));
        }
        warnOfOtherAccount(arn, text, properties, property, plan);
        return name;
    }

    /** ARNs are often put together by hand, with an account that is not the one here. */
    static void warnOfOtherAccount(Arn arn, String text, PropertyReader properties, String property, PlanDraft plan) {
        AwsIdentity here = plan.stack().identity();
        if (!arn.account().equals(here.account()) || !arn.region().equals(here.region())) {
            plan.warn(
                    properties.at(property),
                    "%s: ARN '%s' names another account or region than %s in %s; taken as one of this pipeline"
                            .formatted(properties.owner(), text, here.account(), here.region()));
        }
    }

    static boolean isArn(String text) {
        return Arn.looksLike(text) && text.split(":", -1).length >= 6 && !text.endsWith(":");
    }

    private static String refuse(PropertyReader properties, String property, String text) {
        properties.error(properties.at(property), "'%s' %s".formatted(properties.label(property), text));
        return "";
    }
}
