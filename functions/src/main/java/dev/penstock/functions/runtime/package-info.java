/**
 * What a language runtime offers to the pool of a function: {@link dev.penstock.functions.runtime.Environment} runs one
 * invocation at a time. Knows no language; start with {@link dev.penstock.functions.runtime.FunctionRuntime}.
 */
@NullMarked
package dev.penstock.functions.runtime;

import org.jspecify.annotations.NullMarked;
