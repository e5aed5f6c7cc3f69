package dev.penstock.functions.source;

import dev.penstock.functions.event.SourceReader;
import dev.penstock.functions.event.SourceRecord;
import dev.penstock.functions.filter.RecordFilter;
import java.util.List;

/**
 * Reads a shard as far as its lanes can use it: for one lane what fits into its batch, for several a bounded number of
 * records ahead: a lane that stands still delays the others only at that bound, and does not pull the whole shard into
 * memory. Guarded as its shard is.
 */
final class FeedReader {
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 16;
    private static final int SHORTEST_RECORD_JSON = 256;

    /** Between the first open record of a shard and the last that was read, whatever became of those between. */
    private static final int MOST_AHEAD = 20_000;

    private static final long MOST_BYTES_AHEAD = 16L * 1024 * 1024;

    private final SourceReader reader;
    private final RecordLedger ledger;
    private final ShardLog events;
    private final MappingMetrics metrics;
    private boolean more;

    FeedReader(SourceReader reader, RecordLedger ledger, ShardLog events, MappingMetrics metrics) {
        this.reader = reader;
        this.ledger = ledger;
        this.events = events;
        this.metrics = metrics;
    }

    /** Whether it stopped only to let others have their turn. */
    boolean hasMore() {
        return more;
    }

    /** @return whether there is nothing unread in the shard */
    boolean read(MappingPlan plan, List<Lane> lanes, long now) {
        more = false;
        boolean filters = !plan.spec().filters().isEmpty();
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            int records = records(plan, lanes, filters);
            if (records == 0) {
                return false;
            }
            List<SourceRecord> polled = reader.poll(records, bytes(lanes));
            if (polled.isEmpty()) {
                return true;
            }
            metrics.read(polled.size());
            dispatch(polled, plan.filter(), filters, lanes, now);
        }
        more = true;
        return false;
    }

    /** How many records to ask for; 0 when no lane can use one, or enough are read ahead. */
    private int records(MappingPlan plan, List<Lane> lanes, boolean filters) {
        int wanted = 0;
        for (Lane lane : lanes) {
            wanted = Math.max(wanted, lane.wanted());
        }
        if (wanted == 0) {
            return 0;
        }
        if (lanes.size() == 1) {
            int fitting = Math.max(1, Math.min(wanted, lanes.get(0).roomBytes() / SHORTEST_RECORD_JSON));
            return filters ? Math.max(PAGE, fitting) : fitting;
        }
        int most = lanes.size() * plan.spec().batchSize() + MOST_AHEAD;
        return ledger.bytes() > MOST_BYTES_AHEAD ? 0 : Math.max(0, Math.min(PAGE, most - ledger.size()));
    }

    private static long bytes(List<Lane> lanes) {
        int room = lanes.size() == 1 ? lanes.get(0).roomBytes() : EventJson.MAX_BYTES;
        return Math.max(1L, room * 3L / 4);
    }

    private void dispatch(List<SourceRecord> polled, RecordFilter filter, boolean filters, List<Lane> lanes, long now) {
        int passed = 0;
        SourceRecord first = polled.get(0);
        SourceRecord last = first;
        for (SourceRecord record : polled) {
            LaneRecord added = ledger.add(record);
            if (filters && !filter.matches(record)) {
                added.finish();
                first = passed == 0 ? record : first;
                last = record;
                passed++;
            } else {
                offer(added, lanes);
            }
        }
        if (passed > 0) {
            events.filtered(now, passed, first.sequenceNumber(), last.sequenceNumber());
        }
    }

    /** Gives a record to the lane of its key. */
    void offer(LaneRecord record, List<Lane> lanes) {
        int lane = lanes.size() == 1 ? 0 : laneOf(record.record().key(), lanes.size());
        lanes.get(lane).offer(record);
    }

    /** Always the same for a key: the finalizer of MurmurHash3 over the hash that the Java language defines for texts. */
    static int laneOf(String key, int lanes) {
        int hash = key.hashCode();
        hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
        return Math.floorMod(hash ^ (hash >>> 16), lanes);
    }
}
