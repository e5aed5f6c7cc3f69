/**
 * From statements to operators: Calcite parses, validates and plans each query, everything outside the supported subset is refused here. Start with {@link dev.penstock.analytics.plan.ApplicationCompiler}.
 */
@NullMarked
package dev.penstock.analytics.plan;

import org.jspecify.annotations.NullMarked;
