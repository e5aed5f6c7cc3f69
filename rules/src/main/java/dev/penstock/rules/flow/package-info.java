/**
 * How much of something runs at a time, without a thread for what waits.
 */
@NullMarked
package dev.penstock.rules.flow;

import org.jspecify.annotations.NullMarked;
