/**
 * Values and how rules calculate with them: the tree of {@code rules.sql} is compiled once, by {@link dev.penstock.rules.eval.RuleCompiler}, into one node object for each operator, and evaluated for each message. Undefined is a value. Nothing here blocks or keeps state between messages.
 */
@NullMarked
package dev.penstock.rules.eval;

import org.jspecify.annotations.NullMarked;
