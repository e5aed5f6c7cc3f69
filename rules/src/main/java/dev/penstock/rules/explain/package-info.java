/**
 * How explanations look: from what happened, {@link dev.penstock.rules.explain.RuleExplanation}, to indented text and to JSON. It evaluates nothing.
 */
@NullMarked
package dev.penstock.rules.explain;

import org.jspecify.annotations.NullMarked;
