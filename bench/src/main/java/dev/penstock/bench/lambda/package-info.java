/**
 * Lambda functions beside the plain call of their handler: latency of an invocation, cold start, and records through an
 * event source mapping. Start with {@link dev.penstock.bench.lambda.LambdaLoad}.
 */
@NullMarked
package dev.penstock.bench.lambda;

import org.jspecify.annotations.NullMarked;
