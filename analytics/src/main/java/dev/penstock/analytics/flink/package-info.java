/**
 * Turns the SQL of applications into Flink SQL 2.x. Works on code that compiles here; what Flink SQL cannot say is refused
 * by name. Start with {@link dev.penstock.analytics.flink.Translator}.
 */
@NullMarked
package dev.penstock.analytics.flink;

import org.jspecify.annotations.NullMarked;
