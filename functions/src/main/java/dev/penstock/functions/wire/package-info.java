/**
 * The Lambda API as REST-JSON on the pipeline's endpoint: functions, versions, aliases, invocations, permissions, tags and
 * event source mappings. Start with {@link dev.penstock.functions.wire.LambdaApi}.
 */
@NullMarked
package dev.penstock.functions.wire;

import org.jspecify.annotations.NullMarked;
