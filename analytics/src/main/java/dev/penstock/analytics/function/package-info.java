/**
 * Scalar functions of the dialect as static Java methods that the generated expressions call. Registered in {@code plan.Functions}.
 */
@NullMarked
package dev.penstock.analytics.function;

import org.jspecify.annotations.NullMarked;
