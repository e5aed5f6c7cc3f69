/**
 * Event source mappings: reads shards in order, gathers batches, invokes the function, retries, checkpoints. One worker
 * thread for each shard and mapping. Start with {@link dev.penstock.functions.source.LocalMappings} and
 * {@code ShardPoller}.
 */
@NullMarked
package dev.penstock.functions.source;

import org.jspecify.annotations.NullMarked;
