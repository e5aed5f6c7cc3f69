package dev.penstock.stream.limit;

import org.jspecify.annotations.Nullable;

/**
 * What a fault may hit: a call, an entry of one, or the use of a shard or iterator.
 *
 * @param operation for example {@code GetRecords}; for entries, {@link #RECORD}
 * @param stream null when the call names none
 * @param shard null when it is about no shard
 * @param inJvm whether it comes from inside the JVM
 */
record Occasion(
        String operation, @Nullable String stream, @Nullable String shard, boolean inJvm) {

    static final String RECORD = "a record";
    static final String RECORD_IN_JVM = "a record from inside the JVM";

    @Override
    public String toString() {
        String where = stream == null ? "" : " of stream " + stream;
        return operation + where + (shard == null ? "" : " " + shard);
    }
}
