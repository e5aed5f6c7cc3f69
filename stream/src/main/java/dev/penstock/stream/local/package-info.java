/**
 * Kinesis in memory. A stream is a list of shards, a shard an append-only log: writers take its lock, readers none. Records
 * lie in {@link dev.penstock.stream.local.RecordLog}'s shared arrays and are read where they lie; they leave by age
 * (retention), or, when the settings say so, early when memory is full and every in-process consumer is past them. Start
 * reading at
 * {@link dev.penstock.stream.local.InMemoryStreams}, then {@link dev.penstock.stream.local.StreamState},
 * {@link dev.penstock.stream.local.Intake} and {@link dev.penstock.stream.local.Shard}.
 *
 * <p>Locks, outermost first; whoever holds one may take those behind it, never one before it or another of its kind:
 *
 * <ol>
 *   <li>scopes ({@code Scopes}), then the creation of streams ({@code InMemoryStreams});
 *   <li>the state of a stream ({@code LifeCycle}), or its waiting puts ({@code PutQueue});
 *   <li>a consumer in this process ({@code InMemorySubscription}), the timer of a stream ({@code Retention});
 *   <li>the shards of a stream ({@code ShardTable}): asked for by all of the above;
 *   <li>registered consumers and attributes, which are looked at for the journal's image of a stream;
 *   <li>one shard ({@code Shard}): appends and trims, and hands to the journal what it appended;
 *   <li>the journal's backlog, and rates ({@code stream.limit}).
 * </ol>
 *
 * <p>A put that looks for room holds its stream's queue and may take shards of other streams, never their queues. Signals to
 * readers, completions of puts, listeners and the steps of transitions are called without any of these.
 */
@NullMarked
package dev.penstock.stream.local;

import org.jspecify.annotations.NullMarked;
