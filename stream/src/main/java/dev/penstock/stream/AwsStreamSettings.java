package dev.penstock.stream;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the real service is, or another endpoint that speaks its API.
 *
 * @param endpoint the Kinesis endpoint; null for the region's own
 * @param dynamoDbEndpoint where consumers keep their positions; null for the region's own
 * @param region for example {@code us-east-1}
 * @param applicationName begins the names of the lease tables in DynamoDB; the same name continues where it stopped
 */
public record AwsStreamSettings(
        @Nullable URI endpoint, @Nullable URI dynamoDbEndpoint, String region, String applicationName) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");

    public AwsStreamSettings {
        if (!NAME.matcher(applicationName).matches()) {
            throw new IllegalArgumentException(
                    "application name '%s' must consist of a-z A-Z 0-9 _ . -".formatted(applicationName));
        }
    }
}
