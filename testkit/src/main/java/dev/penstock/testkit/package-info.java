/**
 * Runs a pipeline inside a JUnit Jupiter test. Start with {@link dev.penstock.testkit.Penstock}.
 *
 * <p>This artifact holds no engine: it loads the Penstock distribution (the folder of {@code penstock.jar}) into a
 * class loader of its own in the same JVM, so that breakpoints in handlers work and none of Penstock's libraries meets
 * the user's. Everything that crosses that border is a JDK type.
 */
@NullMarked
package dev.penstock.testkit;

import org.jspecify.annotations.NullMarked;
