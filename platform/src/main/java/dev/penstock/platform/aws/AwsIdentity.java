package dev.penstock.platform.aws;

import java.util.regex.Pattern;

/**
 * The account and region a pipeline pretends to live in.
 *
 * @param account 12 digits
 * @param region for example {@code us-east-1}
 */
public record AwsIdentity(String account, String region) {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-\\d");

    /** Account {@code 000000000000} in {@code us-east-1}. */
    public static final AwsIdentity DEFAULT = new AwsIdentity("000000000000", "us-east-1");

    public AwsIdentity {
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("account '%s' must have 12 digits".formatted(account));
        }
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("region '%s' must look like us-east-1".formatted(region));
        }
    }

    /** The ARN of a resource here, for example {@code arn("kinesis", "stream/events")}. */
    public Arn arn(String service, String resource) {
        return new Arn("aws", service, region, account, resource);
    }
}
