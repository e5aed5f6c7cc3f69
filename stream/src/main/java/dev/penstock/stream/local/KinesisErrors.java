package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.aws.AwsIdentity;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The errors of Kinesis with the service's codes and texts.
 *
 * <p>Source: answers of the service as collected in fact sheet spec-kinesis, section 2.
 */
public final class KinesisErrors {
    private static final DateTimeFormatter ITERATOR_TIME = DateTimeFormatter.ofPattern(
                    "EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private KinesisErrors() {}

    public static AwsException streamNotFound(String stream, String account) {
        return notFound("Stream %s under account %s not found.".formatted(stream, account));
    }

    /** The shard id is well formed, but the stream has no such shard; also when there is no such stream. */
    public static AwsException shardNotFound(String shard, String stream, String account) {
        return notFound("Shard %s in stream %s under account %s does not exist".formatted(shard, stream, account));
    }

    /** The shard id cannot be read. */
    public static AwsException noSuchShardId(String shard, String stream, String account) {
        return notFound("Could not find shard %s in stream %s under account %s.".formatted(shard, stream, account));
    }

    public static AwsException consumerNotFound(String consumer, String account) {
        return notFound("Consumer %s, account %s not found.".formatted(consumer, account));
    }

    public static AwsException alreadyExists(String stream, String account) {
        return new AwsException(
                "ResourceInUseException", 400, "Stream %s under account %s already exists.".formatted(stream, account));
    }

    static AwsException shardLimit(AwsIdentity identity, int current, int limit, int more) {
        return new AwsException(
                "LimitExceededException",
                400,
                ("This request would exceed the shard limit for the account %s in %s. Current shard count for the"
                                + " account: %d. Limit: %d. Number of additional shards that would have resulted from"
                                + " this request: %d. Refer to the AWS Service Limits page"
                                + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current"
                                + " limits and how to request higher limits.")
                        .formatted(identity.account(), identity.region(), current, limit, more));
    }

    static AwsException tooManyCreating(String account, int most) {
        return limitExceeded("Account %s has %d streams in state CREATING already; wait until one of them is ACTIVE."
                .formatted(account, most));
    }

    /** The stream is in a state in which this cannot be done. */
    public static AwsException notActive(String stream, String account, StreamStatus status) {
        return new AwsException(
                "ResourceInUseException",
                400,
                "Stream %s under account %s not ACTIVE, instead in state %s".formatted(stream, account, status));
    }

    /** Only streams in provisioned mode take this call. */
    public static AwsException onDemand(String stream, String account) {
        return AwsException.validation(
                "Request is invalid. Stream %s under account %s is in On-Demand mode.".formatted(stream, account));
    }

    /** Only streams on demand take this call or parameter. */
    public static AwsException provisioned(String stream, String account) {
        return AwsException.validation(
                "Request is invalid. Stream %s under account %s is in Provisioned mode.".formatted(stream, account));
    }

    public static AwsException limitExceeded(String message) {
        return new AwsException("LimitExceededException", 400, message);
    }

    public static AwsException invalidArgument(String message) {
        return new AwsException("InvalidArgumentException", 400, message);
    }

    /** A parameter or value that AWS takes and Penstock does not emulate. */
    public static AwsException notEmulated(String parameter, String instead) {
        return invalidArgument("Penstock does not emulate %s; %s".formatted(parameter, instead));
    }

    /**
     * Data and partition key together are more than the stream takes. Source: answer of the service of December 2025 to
     * a record above the stream's MaxRecordSize.
     *
     * @param path where the data is in the request, for example {@code records.1.member.data}
     */
    public static AwsException recordTooLarge(String path, long maxBytes) {
        return AwsException.validation(
                ("1 validation error detected: Value at '%s' failed to satisfy constraint: Member"
                                + " must have length less than or equal to %d")
                        .formatted(path, maxBytes));
    }

    /** The stream's memory is full. Clients of AWS know this code as "slow down and try again". */
    public static AwsException noRoom(String shard, String stream, String account) {
        return new AwsException(
                "ProvisionedThroughputExceededException",
                400,
                "Rate exceeded for shard %s in stream %s under account %s.".formatted(shard, stream, account));
    }

    public static AwsException expiredIterator(Instant created, Instant now, long toleratedMillis) {
        return new AwsException(
                "ExpiredIteratorException",
                400,
                ("Iterator expired. The iterator was created at time %s while right now it is %s which is further in"
                                + " the future than the tolerated delay of %d milliseconds.")
                        .formatted(ITERATOR_TIME.format(created), ITERATOR_TIME.format(now), toleratedMillis));
    }

    public static AwsException noPolicy(String arn) {
        return notFound("No resource policy found for resource ARN %s.".formatted(arn));
    }

    private static AwsException notFound(String message) {
        return new AwsException("ResourceNotFoundException", 400, message);
    }
}
