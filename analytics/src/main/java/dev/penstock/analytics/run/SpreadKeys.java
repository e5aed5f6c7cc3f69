package dev.penstock.analytics.run;

/** Partition keys that spread rows over the shards; the service does not document its own. */
final class SpreadKeys {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private long written;

    String next() {
        return Long.toHexString(++written * MIX);
    }
}
