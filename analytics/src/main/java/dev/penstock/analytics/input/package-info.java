/**
 * From stream records to rows of the input stream: JSON paths and the input schema. Start with {@link dev.penstock.analytics.input.RecordMapping}.
 */
@NullMarked
package dev.penstock.analytics.input;

import org.jspecify.annotations.NullMarked;
