/**
 * Clients that we did not write, against streams in memory behind HTTP: the AWS SDK for Java, boto3, the AWS CLI. Those of
 * the Kinesis Client Library are in {@code stream.aws}, which has its settings. What each client calls is written down in
 * {@code resources/clients} and becomes the table in docs/kinesis.md.
 */
@NullMarked
package dev.penstock.stream.clients;

import org.jspecify.annotations.NullMarked;
