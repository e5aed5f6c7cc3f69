package dev.penstock.functions.source;

import dev.penstock.functions.EventSourceMappingSpec;
import dev.penstock.functions.filter.RecordFilter;

/**
 * What the shards of a mapping go by until it is changed.
 *
 * @param filter which records it wants
 * @param paused whether it is disabled
 */
record MappingPlan(EventSourceMappingSpec spec, RecordFilter filter, boolean paused) {}
