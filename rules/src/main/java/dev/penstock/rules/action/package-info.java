/**
 * What rules do with messages. Start with {@link dev.penstock.rules.action.ActionFactory}: a new kind of action is a factory, an action and a line where the engine lists its factories. Fields with <code>${...}</code> are compiled by the compiler of expressions.
 */
@NullMarked
package dev.penstock.rules.action;

import org.jspecify.annotations.NullMarked;
