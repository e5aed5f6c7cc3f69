/**
 * The engine of this JVM behind {@link dev.penstock.analytics.Analytics}.
 */
@NullMarked
package dev.penstock.analytics.local;

import org.jspecify.annotations.NullMarked;
