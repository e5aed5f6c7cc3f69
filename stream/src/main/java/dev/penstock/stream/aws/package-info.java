/**
 * The real service, or any endpoint with its API: the AWS SDK puts, the Kinesis Client Library (KCL) reads. SDK and KCL
 * types stay in here. Start reading at {@link dev.penstock.stream.aws.KinesisStreams}; consumers are
 * {@link dev.penstock.stream.aws.KclSubscription} and {@link dev.penstock.stream.aws.KclShardReader}.
 */
@NullMarked
package dev.penstock.stream.aws;

import org.jspecify.annotations.NullMarked;
