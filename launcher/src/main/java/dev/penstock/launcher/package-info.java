/**
 * The only place that knows all components. {@link dev.penstock.launcher.Main} is the command line,
 * {@link dev.penstock.launcher.Emulator} starts a pipeline from a program, {@code Wiring} makes the constructor calls.
 */
@NullMarked
package dev.penstock.launcher;

import org.jspecify.annotations.NullMarked;
