/**
 * What rows and time flow through. Start with {@link dev.penstock.analytics.operator.Operator}.
 */
@NullMarked
package dev.penstock.analytics.operator;

import org.jspecify.annotations.NullMarked;
