/**
 * How to add a kind of action. Start with {@link dev.penstock.rules.spi.ActionProvider}: a jar with a provider and a
 * {@code META-INF/services} entry is all it takes; the built-in actions are made of the same parts. See docs/actions.md.
 */
@NullMarked
package dev.penstock.rules.spi;

import org.jspecify.annotations.NullMarked;
