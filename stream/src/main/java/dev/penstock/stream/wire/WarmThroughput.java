package dev.penstock.stream.wire;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.platform.wire.WireInput;
import dev.penstock.stream.local.KinesisErrors;
import org.jspecify.annotations.Nullable;

/** What a stream on demand is to be prepared for. It is kept and shown; a local shard is always prepared. */
record WarmThroughput(@Nullable Integer mibPerSecond) {
    /** 10 GiB/s. */
    private static final int MOST = 10 * 1024;

    static WarmThroughput read(WireInput in) {
        return new WarmThroughput(in.integer("WarmThroughputMiBps").orElse(null));
    }

    Violations check(Violations violations) {
        return violations.number("warmThroughputMiBps", mibPerSecond, 0, Integer.MAX_VALUE);
    }

    /** @throws AwsException ValidationException in provisioned mode, LimitExceededException above 10 GiB/s */
    void checkFor(boolean onDemand, String stream, String account) {
        if (mibPerSecond != null && !onDemand) {
            throw KinesisErrors.provisioned(stream, account);
        }
        if (mibPerSecond != null && mibPerSecond > MOST) {
            throw KinesisErrors.limitExceeded(
                    "WarmThroughputMiBps of stream %s under account %s can be %d at most, not %d."
                            .formatted(stream, account, MOST, mibPerSecond));
        }
    }
}
