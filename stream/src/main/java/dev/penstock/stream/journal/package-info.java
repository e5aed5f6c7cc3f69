/**
 * Streams that survive restarts: an append-only log of segment files. Knows streams as images of bytes and records as
 * index, time, key and data; what an image means is the business of {@code stream.local}. Start with
 * {@link dev.penstock.stream.journal.FileJournal}; the bytes on disk are described in {@code SegmentFormat}.
 */
@NullMarked
package dev.penstock.stream.journal;

import org.jspecify.annotations.NullMarked;
