package dev.penstock.launcher.template.resource;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Content;
import dev.penstock.platform.aws.Arn;

/**
 * The reference table of a SQL application, in both versions of the service. Its object is a file below the folder that
 * stands for S3, read when the application starts.
 */
final class AnalyticsReferenceData implements ApplicationPart {
    private final String type;
    private final boolean hasRoles;

    private AnalyticsReferenceData(String type, boolean hasRoles) {
        this.type = type;
        this.hasRoles = hasRoles;
    }

    static AnalyticsReferenceData first() {
        return new AnalyticsReferenceData("AWS::KinesisAnalytics::ApplicationReferenceDataSource", true);
    }

    /** Without roles: the application has one. */
    static AnalyticsReferenceData second() {
        return new AnalyticsReferenceData("AWS::KinesisAnalyticsV2::ApplicationReferenceDataSource", false);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public void map(Resource resource, PlanDraft plan) {
        PropertyReader properties = resource.properties();
        String application = properties.requiredText("ApplicationName");
        PropertyReader source = properties.requiredObject("ReferenceDataSource");
        String table = source.requiredText("TableName");
        AnalyticsSchema schema = AnalyticsSchema.read(source.requiredObject("ReferenceSchema"));
        Content.S3Object object = object(source.requiredObject("S3ReferenceDataSource"));
        plan.addReference(
                resource,
                properties.at("ApplicationName"),
                application,
                () -> new ApplicationSpec.Reference(table, schema.format(), schema.columns(), object));
    }

    private Content.S3Object object(PropertyReader place) {
        if (hasRoles) {
            place.ignore("permissions are not checked here", "ReferenceRoleARN");
        }
        String bucket = place.requiredText("BucketARN");
        String key = place.requiredText("FileKey");
        if (bucket.isBlank()) {
            return new Content.S3Object("", key);
        }
        if (!StreamArn.isArn(bucket) || !Arn.parse(bucket).service().equals("s3")) {
            place.error(
                    place.at("BucketARN"),
                    "'%s' must be the ARN of a bucket, for example !GetAtt Bucket.Arn; was '%s'"
                            .formatted(place.label("BucketARN"), bucket));
            return new Content.S3Object("", key);
        }
        return new Content.S3Object(Arn.parse(bucket).resource(), key);
    }
}
