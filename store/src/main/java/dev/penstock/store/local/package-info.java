/**
 * DynamoDB Local inside this JVM, and the proxy that puts it on the endpoint. Start with
 * {@link dev.penstock.store.local.DynamoDbLocal}.
 */
@NullMarked
package dev.penstock.store.local;

import org.jspecify.annotations.NullMarked;
