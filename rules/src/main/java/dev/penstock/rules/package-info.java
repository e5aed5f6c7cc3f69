/**
 * AWS IoT topic rules: SQL and actions. Start with {@link dev.penstock.rules.RuleEngine}.
 */
@NullMarked
package dev.penstock.rules;

import org.jspecify.annotations.NullMarked;
