package dev.penstock.stream.local;

import dev.penstock.platform.aws.AwsException;
import dev.penstock.stream.PutResult;
import org.jspecify.annotations.Nullable;

/** What became of one record of a batch: one of the two is there. */
public record PutOutcome(
        @Nullable PutResult stored, @Nullable AwsException refusal) {}
