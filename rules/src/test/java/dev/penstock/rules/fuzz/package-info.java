/** Random and hostile inputs: whatever comes, the engine answers as documented, in bounded time and memory. */
@NullMarked
package dev.penstock.rules.fuzz;

import org.jspecify.annotations.NullMarked;
