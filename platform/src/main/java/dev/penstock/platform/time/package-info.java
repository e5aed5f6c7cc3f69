/**
 * The one clock. Start with {@link dev.penstock.platform.time.Time}; {@link dev.penstock.platform.time.WorkSignal} is how worker threads wait.
 */
@NullMarked
package dev.penstock.platform.time;

import org.jspecify.annotations.NullMarked;
