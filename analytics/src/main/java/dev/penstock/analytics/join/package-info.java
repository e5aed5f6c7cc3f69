/**
 * Joins of streams with streams and with reference tables. Start with {@link dev.penstock.analytics.join.WindowJoin}.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, JOIN Clause; Developer Guide, Streaming Data Operations: Stream Joins.
 */
@NullMarked
package dev.penstock.analytics.join;

import org.jspecify.annotations.NullMarked;
