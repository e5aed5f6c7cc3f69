/**
 * One HTTP server for AWS protocols: HTTP/1.1 and HTTP/2, in clear text and TLS, on one port. What clients may hold of it is
 * bounded ({@link dev.penstock.platform.wire.EndpointSettings}): connections, bytes of requests that are read and of answers
 * that wait, the time until a request is whole. Knows no service: one registers an {@link
 * dev.penstock.platform.wire.AwsJsonService}, a {@link dev.penstock.platform.wire.RestJsonService} or a handler of its own.
 * Start with {@link dev.penstock.platform.wire.AwsEndpoint}, then {@link dev.penstock.platform.wire.WireHandler}.
 */
@NullMarked
package dev.penstock.platform.wire;

import org.jspecify.annotations.NullMarked;
