package dev.penstock.stream.aws;

import dev.penstock.platform.time.Time;
import dev.penstock.stream.RegisteredConsumer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerResponse;

/** A consumer of the service, looked at anew when somebody asks and the last look is 10 s old: its calls are counted. */
final class WatchedConsumer implements RegisteredConsumer {
    private static final long BETWEEN_LOOKS_MILLIS = Duration.ofSeconds(10).toMillis();

    private final KinesisAsyncClient kinesis;
    private final Time time;
    private final String arn;
    private final AtomicLong nextLookMillis;
    private volatile boolean gone;

    WatchedConsumer(KinesisAsyncClient kinesis, Time time, String arn) {
        this.kinesis = kinesis;
        this.time = time;
        this.arn = arn;
        nextLookMillis = new AtomicLong(time.millis() + BETWEEN_LOOKS_MILLIS);
    }

    static boolean isThere(DescribeStreamConsumerResponse answer) {
        return answer.consumerDescription().consumerStatus() != ConsumerStatus.DELETING;
    }

    @Override
    public boolean isRegistered() {
        long now = time.millis();
        long next = nextLookMillis.get();
        if (!gone && now >= next && nextLookMillis.compareAndSet(next, now + BETWEEN_LOOKS_MILLIS)) {
            kinesis.describeStreamConsumer(r -> r.consumerARN(arn)).whenComplete(this::saw);
        }
        return !gone;
    }

    /** One that does not answer counts as registered: reading it tells more. */
    private void saw(@Nullable DescribeStreamConsumerResponse answer, @Nullable Throwable failure) {
        gone = answer == null
                ? failure != null && AwsErrors.of(failure).code().equals(AwsErrors.NOT_FOUND)
                : !isThere(answer);
    }
}
