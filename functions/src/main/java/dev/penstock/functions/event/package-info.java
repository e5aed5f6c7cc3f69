/**
 * What an event source mapping reads: shards of records that know how to write themselves into an event. Knows neither
 * batches nor retries; start with {@link dev.penstock.functions.event.EventSource}.
 */
@NullMarked
package dev.penstock.functions.event;

import org.jspecify.annotations.NullMarked;
