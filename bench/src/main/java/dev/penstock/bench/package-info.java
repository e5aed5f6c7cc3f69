/**
 * Measurements, never part of the tests: {@code micro} holds JMH benchmarks of single hops, {@code load} drives the
 * whole pipeline. How to run them is told in {@code bench/README.md}.
 */
@NullMarked
package dev.penstock.bench;

import org.jspecify.annotations.NullMarked;
