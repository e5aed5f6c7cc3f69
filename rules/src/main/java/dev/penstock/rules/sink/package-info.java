/**
 * The memory behind {@link dev.penstock.rules.Sinks}.
 */
@NullMarked
package dev.penstock.rules.sink;

import org.jspecify.annotations.NullMarked;
