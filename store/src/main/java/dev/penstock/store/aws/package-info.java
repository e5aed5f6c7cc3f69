/**
 * Tables through the AWS SDK: the real service, or any server that speaks its API. Nothing here knows who started that
 * server.
 */
@NullMarked
package dev.penstock.store.aws;

import org.jspecify.annotations.NullMarked;
