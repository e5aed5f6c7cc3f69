/**
 * Handlers in child processes that speak the Lambda Runtime API to us over loopback HTTP; Python for now. Start with
 * {@link dev.penstock.functions.process.ProcessRuntime}; the child's side is {@code bootstrap.py}.
 */
@NullMarked
package dev.penstock.functions.process;

import org.jspecify.annotations.NullMarked;
