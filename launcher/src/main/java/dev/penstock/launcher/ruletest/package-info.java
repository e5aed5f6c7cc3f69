/**
 * Finds and reads files of rule tests: JSON lines as they are, and the friendlier {@code *.rule.yaml}, which it turns into
 * the same cases and whose mistakes it places. Start with {@link dev.penstock.launcher.ruletest.CaseFiles}. Running and
 * comparing is done by the rules component.
 */
@NullMarked
package dev.penstock.launcher.ruletest;

import org.jspecify.annotations.NullMarked;
