/**
 * Event source mappings: gathers batches of a shard's records, invokes the function, retries, gives up, checkpoints. What
 * is to be done when is decided by {@code Lane}, which knows neither threads nor clocks; {@code ShardFeed} does it, as a
 * task of a few threads that all shards share. Reads through {@code dev.penstock.functions.event} only. Start with
 * {@link dev.penstock.functions.source.LocalMappings}.
 */
@NullMarked
package dev.penstock.functions.source;

import org.jspecify.annotations.NullMarked;
