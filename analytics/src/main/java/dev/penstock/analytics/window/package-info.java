/**
 * Operators that hold rows back until time passes, and the time itself. Start with {@link dev.penstock.analytics.window.Tumbling}.
 */
@NullMarked
package dev.penstock.analytics.window;

import org.jspecify.annotations.NullMarked;
