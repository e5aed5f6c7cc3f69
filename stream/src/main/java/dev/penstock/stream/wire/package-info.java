/**
 * The Kinesis API over the in-memory streams: one class per operation, which reads its request, checks it against the
 * API model in the service's own order and words, and calls {@code stream.local}. Start reading at
 * {@link dev.penstock.stream.wire.KinesisOperations}.
 */
@NullMarked
package dev.penstock.stream.wire;

import org.jspecify.annotations.NullMarked;
