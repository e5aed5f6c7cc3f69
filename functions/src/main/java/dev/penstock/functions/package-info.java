/**
 * Lambda: runs the user's real handler and polls event sources for it. Start with {@link dev.penstock.functions.Functions}.
 */
@NullMarked
package dev.penstock.functions;

import org.jspecify.annotations.NullMarked;
