package dev.penstock.stream.local;

/** The states of a stream, by the names that AWS uses. */
public enum StreamStatus {
    /** Not there yet for records; it has no shards to show. */
    CREATING,
    /** All may be done with it. */
    ACTIVE,
    /** Works as before; the change that goes on shows when it is done. */
    UPDATING,
    /** Gone for records; the name is still taken. */
    DELETING;

    /** Whether records go in and out. */
    public boolean serves() {
        return this == ACTIVE || this == UPDATING;
    }
}
