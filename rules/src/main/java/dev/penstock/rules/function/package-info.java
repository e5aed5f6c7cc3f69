/**
 * The functions of the language, one file for each (families that differ by one line share a file). Start with {@link dev.penstock.rules.function.FunctionRegistry}: a new function is a new file and a line there.
 */
@NullMarked
package dev.penstock.rules.function;

import org.jspecify.annotations.NullMarked;
