/**
 * What a running pipeline tells about itself over HTTP, under {@code /_penstock/}. Start with
 * {@link dev.penstock.launcher.console.ConsoleApi}.
 */
@NullMarked
package dev.penstock.launcher.console;

import org.jspecify.annotations.NullMarked;
