/**
 * One HTTP server for AWS protocols. Start with {@link dev.penstock.platform.wire.AwsEndpoint}; a service registers an {@link dev.penstock.platform.wire.AwsJsonService} or a {@link dev.penstock.platform.wire.RestJsonService}.
 */
@NullMarked
package dev.penstock.platform.wire;

import org.jspecify.annotations.NullMarked;
