/**
 * What rules do with messages. Start with {@link dev.penstock.rules.action.Actions}: a new kind of action is one file and one line there. Fields with <code>${...}</code> are compiled by the compiler of expressions.
 */
@NullMarked
package dev.penstock.rules.action;

import org.jspecify.annotations.NullMarked;
