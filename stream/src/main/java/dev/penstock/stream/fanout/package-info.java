/**
 * Enhanced fan-out: consumers that are registered with a stream, and their subscriptions, to which records are pushed as
 * they arrive. Knows neither requests nor event frames; those are in {@code stream.wire}. Start reading at
 * {@link dev.penstock.stream.fanout.StreamConsumers} and {@link dev.penstock.stream.fanout.Subscription}.
 */
@NullMarked
package dev.penstock.stream.fanout;

import org.jspecify.annotations.NullMarked;
