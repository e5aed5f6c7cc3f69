/**
 * Java handlers inside this JVM. Each environment has a class loader of its own that sees the JDK, AWS's handler
 * interfaces and the user's code, never Penstock's libraries; calls to {@code System.getenv}, {@code System.exit} and
 * {@code System.out} are turned to the function's own while classes are loaded. What an environment leaves behind is taken
 * away when it ends. A handler that is part of the program itself runs with the program's loader. Start with
 * {@link dev.penstock.functions.java.JavaRuntime}.
 */
@NullMarked
package dev.penstock.functions.java;

import org.jspecify.annotations.NullMarked;
