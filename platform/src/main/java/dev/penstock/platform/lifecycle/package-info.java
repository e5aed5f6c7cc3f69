/**
 * Starting, stopping and threads. Start with {@link dev.penstock.platform.lifecycle.Component}.
 */
@NullMarked
package dev.penstock.platform.lifecycle;

import org.jspecify.annotations.NullMarked;
