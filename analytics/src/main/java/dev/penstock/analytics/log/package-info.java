/**
 * The log parsing functions: a text becomes a record. Start with {@link dev.penstock.analytics.log.LogParsers}.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, Log Parsing Functions.
 */
@NullMarked
package dev.penstock.analytics.log;

import org.jspecify.annotations.NullMarked;
