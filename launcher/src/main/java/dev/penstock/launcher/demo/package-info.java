/**
 * The demo: both pipelines with simulated devices, what happens at each hop while it runs, and a summary that must
 * balance. Start with {@link dev.penstock.launcher.demo.Demo}.
 */
@NullMarked
package dev.penstock.launcher.demo;

import org.jspecify.annotations.NullMarked;
