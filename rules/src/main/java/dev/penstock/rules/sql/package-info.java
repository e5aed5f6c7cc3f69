/**
 * The rule SQL language as text: from characters to a checked, typed tree. Start with {@link dev.penstock.rules.sql.RuleSql}. It evaluates nothing; {@code rules.eval} compiles the tree.
 */
@NullMarked
package dev.penstock.rules.sql;

import org.jspecify.annotations.NullMarked;
