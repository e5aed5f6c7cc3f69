/**
 * Kinesis Data Streams: the port {@link dev.penstock.stream.Streams}, with a local and an AWS implementation made by {@code StreamFactory}. Speaks domain words, never SDK types.
 */
@NullMarked
package dev.penstock.stream;

import org.jspecify.annotations.NullMarked;
