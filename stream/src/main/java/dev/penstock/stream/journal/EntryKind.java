package dev.penstock.stream.journal;

import java.util.Optional;

/** What an entry says. Codes are on disk: they never change. */
enum EntryKind {
    /** Long stream, long retention in milliseconds, text name, image to the end. */
    STREAM(1),
    /** Long stream. */
    REMOVED(2),
    /** Long stream, int shard, long index of the first record that is kept. */
    TRIMMED(3),
    /** Records to the end: long stream, int shard, long index, long arrival, text key, int length, data. */
    RECORDS(4),
    /** To the end: long number of an older segment, long how many of its bytes count. Segments not named are left over. */
    SNAPSHOT_END(5),
    /** Long stream, text consumer, then to the end: int shard, long index of the next record, byte 1 when finished. */
    POSITIONS(6);

    private static final EntryKind[] ALL = values();

    private final byte code;

    EntryKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<EntryKind> of(byte code) {
        return code >= 1 && code <= ALL.length ? Optional.of(ALL[code - 1]) : Optional.empty();
    }
}
