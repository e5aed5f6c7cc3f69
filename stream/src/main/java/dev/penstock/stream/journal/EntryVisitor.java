package dev.penstock.stream.journal;

import dev.penstock.stream.local.Journal.Change;
import java.util.Map;

/** Is told what the entries of a segment say, in their order. */
interface EntryVisitor {

    void change(Change change);

    /** Whether records are to be decoded at all. */
    boolean wantsRecords();

    /**
     * The snapshot that begins the segment is whole.
     *
     * @param lengths how many bytes of each older segment count; more may stand there when its end could not be cut off
     */
    void snapshotEnd(Map<Long, Long> lengths);
}
