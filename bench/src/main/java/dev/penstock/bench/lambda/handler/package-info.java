/** The Java handlers that are measured: the code of functions, as a user would write it for AWS. */
@NullMarked
package dev.penstock.bench.lambda.handler;

import org.jspecify.annotations.NullMarked;
