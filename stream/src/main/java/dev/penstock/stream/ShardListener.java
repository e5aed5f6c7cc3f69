package dev.penstock.stream;

/** Is told of each shard that may be read. */
@FunctionalInterface
public interface ShardListener {

    /**
     * A shard may be read now: it was there at the start, or all its parents are read to their end. Must not block:
     * hand the reader to a worker.
     */
    void opened(ShardReader reader);
}
