/** Says why clients were refused: what each statement of their policies made of it, and what to do next. */
@NullMarked
package dev.penstock.broker.explain;

import org.jspecify.annotations.NullMarked;
