/**
 * Filter criteria of event source mappings, on AWS's own matcher (event-ruler). Knows nothing of batches and shards; start
 * with {@link dev.penstock.functions.filter.RecordFilter}.
 */
@NullMarked
package dev.penstock.functions.filter;

import org.jspecify.annotations.NullMarked;
