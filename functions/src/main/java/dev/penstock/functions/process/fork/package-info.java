/**
 * What runs inside the child JVM of a forked Java function; nothing of the pipeline is there. Knows only the JDK and the
 * guest classes of {@code functions.java}. Start with {@link dev.penstock.functions.process.fork.ForkedRuntime}.
 */
@NullMarked
package dev.penstock.functions.process.fork;

import org.jspecify.annotations.NullMarked;
