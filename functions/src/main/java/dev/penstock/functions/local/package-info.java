/**
 * Functions on this machine: creates them, keeps a pool of environments for each, enforces concurrency and timeouts, keeps
 * their logs. Start with {@link dev.penstock.functions.local.LocalFunctions}.
 */
@NullMarked
package dev.penstock.functions.local;

import org.jspecify.annotations.NullMarked;
