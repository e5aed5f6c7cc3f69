package dev.penstock.stream.local;

import dev.penstock.stream.StreamRecord;
import java.util.List;

/**
 * What one read of a shard gave.
 *
 * @param start index of the first record, after records that had left were passed over
 * @param next index to go on from
 * @param millisBehindLatest how old the next unread record is; 0 when all is read
 * @param atEnd the shard is closed and {@code next} is behind its last record
 */
public record ShardSlice(List<StreamRecord> records, long start, long next, long millisBehindLatest, boolean atEnd) {}
