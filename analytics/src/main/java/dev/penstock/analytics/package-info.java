/**
 * Kinesis Data Analytics SQL on Apache Calcite. Start with {@link dev.penstock.analytics.Analytics}.
 */
@NullMarked
package dev.penstock.analytics;

import org.jspecify.annotations.NullMarked;
