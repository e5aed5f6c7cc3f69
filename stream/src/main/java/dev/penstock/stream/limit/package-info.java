/**
 * What keeps calls from going through although they are right: the rates of AWS ({@link
 * dev.penstock.stream.limit.Throughput} of a shard, {@link dev.penstock.stream.limit.CallRates}) and faults on purpose
 * ({@link dev.penstock.stream.limit.FaultPlan}). Knows streams and shards by name only. Start reading at {@link
 * dev.penstock.stream.limit.Limits}.
 */
@NullMarked
package dev.penstock.stream.limit;

import org.jspecify.annotations.NullMarked;
