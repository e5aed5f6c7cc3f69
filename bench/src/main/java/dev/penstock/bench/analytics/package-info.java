/**
 * Streaming SQL, from JSON bytes in to JSON bytes out, beside a loop written by hand. Start with {@link
 * dev.penstock.bench.analytics.AnalyticsLoad}.
 */
@NullMarked
package dev.penstock.bench.analytics;

import org.jspecify.annotations.NullMarked;
