/**
 * Kinesis in memory. A stream is a list of shards, a shard an append-only log: writers take its lock, readers none. Records
 * lie in {@link dev.penstock.stream.local.RecordLog}'s shared arrays and are read where they lie; they leave by age
 * (retention), or, when the settings say so, early when memory is full and every in-process consumer is past them. Start
 * reading at
 * {@link dev.penstock.stream.local.InMemoryStreams}, then {@link dev.penstock.stream.local.StreamState} and
 * {@link dev.penstock.stream.local.Shard}.
 *
 * <p>Locks, outermost first: the put queue of a stream, then one shard. Signals to readers and completions of puts are
 * given outside both.
 */
@NullMarked
package dev.penstock.stream.local;

import org.jspecify.annotations.NullMarked;
