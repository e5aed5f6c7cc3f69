package dev.penstock.platform.logs;

import dev.penstock.platform.wire.WireInput;
import dev.penstock.platform.wire.WireOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a batch: at most 10,000 events and 1 MiB (26 bytes are added for each event), in chronological order, spanning at
 * most 24 hours. Events of more than 14 days ago, before the retention policy or more than 2 hours ahead are left out, and
 * the answer says which. Sequence tokens are not needed and not looked at.
 *
 * <p>Source: CloudWatch Logs API Reference, PutLogEvents.
 */
final class PutLogEvents {
    /** Real clients only hand it back. */
    static final String TOKEN = "49039859558347259560520112518012912111522614251431000000";

    private static final int MAX_EVENTS = 10_000;
    private static final int MAX_BYTES = 1_048_576;
    private static final long MAX_SPAN = Duration.ofHours(24).toMillis();
    private static final long MAX_AGE = Duration.ofDays(14).toMillis();
    private static final long MAX_AHEAD = Duration.ofHours(2).toMillis();

    private PutLogEvents() {}

    static WireOutput.Body call(LogGroups groups, LogsInput in) {
        String group = in.groupName();
        String stream = in.streamName();
        List<Entry> entries = read(in);
        Rejected rejected = groups.inStream(group, stream, (its, into) -> {
            long now = groups.time().millis();
            long oldest = its.oldestKept(now);
            Rejected out = new Rejected();
            for (int i = 0; i < entries.size(); i++) {
                Entry entry = entries.get(i);
                if (out.accepts(i, entry.timestamp(), now, oldest)) {
                    groups.add(into, entry.timestamp(), now, LogText.of(entry.message()));
                }
            }
            return out;
        });
        return out -> {
            out.text("nextSequenceToken", TOKEN);
            if (rejected.isAny()) {
                out.structure("rejectedLogEventsInfo", info -> {
                    number(info, "tooNewLogEventStartIndex", rejected.tooNewStart);
                    number(info, "tooOldLogEventEndIndex", rejected.tooOldEnd);
                    number(info, "expiredLogEventEndIndex", rejected.expiredEnd);
                });
            }
        };
    }

    private static void number(WireOutput out, String member, int index) throws java.io.IOException {
        if (index >= 0) {
            out.number(member, index);
        }
    }

    private static List<Entry> read(LogsInput in) {
        Optional<List<WireInput>> events = in.wire().structures("logEvents");
        if (events.isEmpty() || events.get().isEmpty()) {
            throw LogErrors.invalid(
                    "1 validation error detected: Value '[]' at 'logEvents' failed to satisfy constraint:"
                            + " Member must have length greater than or equal to 1");
        }
        if (events.get().size() > MAX_EVENTS) {
            throw LogErrors.invalid(
                    "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member"
                            + " must have length less than or equal to " + MAX_EVENTS);
        }
        List<Entry> entries = new ArrayList<>(events.get().size());
        long bytes = 0;
        for (WireInput event : events.get()) {
            LogsInput member = new LogsInput(event);
            String message = member.required("message");
            long timestamp = member.time("timestamp")
                    .orElseThrow(() -> LogErrors.invalid("1 validation error detected: Value null at"
                            + " 'logEvents.%d.member.timestamp' failed to satisfy constraint: Member must not be null"
                                    .formatted(entries.size() + 1)));
            if (message.isEmpty()) {
                throw LogsInput.violates(
                        "",
                        "logEvents.%d.member.message".formatted(entries.size() + 1),
                        "Member must have length greater than or equal to 1");
            }
            entries.add(new Entry(timestamp, message));
            bytes += LogEvent.utf8Bytes(message) + LogEvent.OVERHEAD_BYTES;
        }
        check(entries, bytes);
        return entries;
    }

    private static void check(List<Entry> entries, long bytes) {
        if (bytes > MAX_BYTES) {
            throw LogErrors.invalid("Upload too large: %d bytes exceeds limit of %d".formatted(bytes, MAX_BYTES));
        }
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).timestamp() < entries.get(i - 1).timestamp()) {
                throw LogErrors.invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
        }
        if (entries.get(entries.size() - 1).timestamp() - entries.get(0).timestamp() > MAX_SPAN) {
            throw LogErrors.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    private record Entry(long timestamp, String message) {}

    /** Which events were left out; indexes of -1 say none. The batch is in order, so each kind is one run of events. */
    private static final class Rejected {
        private int tooNewStart = -1;
        private int tooOldEnd = -1;
        private int expiredEnd = -1;

        boolean accepts(int index, long timestamp, long now, long oldest) {
            if (timestamp < now - MAX_AGE) {
                tooOldEnd = index + 1;
                return false;
            }
            if (timestamp < oldest) {
                expiredEnd = index + 1;
                return false;
            }
            if (timestamp > now + MAX_AHEAD) {
                tooNewStart = tooNewStart < 0 ? index : tooNewStart;
                return false;
            }
            return true;
        }

        boolean isAny() {
            return tooNewStart >= 0 || tooOldEnd >= 0 || expiredEnd >= 0;
        }
    }
}
