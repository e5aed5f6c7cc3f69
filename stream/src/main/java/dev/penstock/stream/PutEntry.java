package dev.penstock.stream;

import dev.penstock.platform.data.Bytes;

/**
 * A record to put.
 *
 * @param partitionKey 1 to 256 characters; MD5 of its UTF-8 bytes picks the shard
 * @param data at most 1 MiB
 */
public record PutEntry(String partitionKey, Bytes data) {}
