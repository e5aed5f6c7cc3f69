/**
 * Handlers in child processes that speak the Lambda Runtime API to us over loopback HTTP: Python and Node.js through
 * bootstraps of ours ({@code bootstrap.py}, {@code bootstrap.cjs}), custom runtimes through theirs. Start with
 * {@link dev.penstock.functions.process.ProcessRuntime}; the life of a child is
 * {@link dev.penstock.functions.process.ProcessEnvironment}, what it says {@link dev.penstock.functions.process.RuntimeApi}.
 */
@NullMarked
package dev.penstock.functions.process;

import org.jspecify.annotations.NullMarked;
