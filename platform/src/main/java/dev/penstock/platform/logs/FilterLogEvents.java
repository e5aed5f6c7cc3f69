package dev.penstock.platform.logs;

import dev.penstock.platform.wire.WireOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Searches the streams of a group, in chronological order over all of them. Both ends of the time belong to it.
 *
 * <p>Source: CloudWatch Logs API Reference, FilterLogEvents.
 */
final class FilterLogEvents {
    private static final int MOST_NAMES = 100;

    private FilterLogEvents() {}

    static WireOutput.Body call(LogGroups groups, LogsInput in) {
        String group = in.group();
        Predicate<String> streams = streams(in);
        int limit = in.between("limit", 1, Page.MOST_EVENTS, Page.MOST_EVENTS);
        long from = in.time("startTime").orElse(Long.MIN_VALUE);
        long last = in.time("endTime").orElse(Long.MAX_VALUE);
        FilterPattern pattern =
                FilterPattern.parse(in.wire().text("filterPattern").orElse(""));
        LogPosition start = in.wire().text("nextToken").map(LogPosition::parse).orElse(LogPosition.START);
        List<LogEvent> inTime = groups.select(group, streams, from, last == Long.MAX_VALUE ? last : last + 1);
        List<LogEvent> found = new ArrayList<>();
        for (LogEvent event : Page.after(inTime, start)) {
            if (found.size() > limit) {
                break;
            }
            if (pattern.matches(event.message().text())) {
                found.add(event);
            }
        }
        List<LogEvent> page = Page.first(found, limit);
        return out -> {
            out.structures(
                    "events",
                    page,
                    (event, item) -> item.text("logStreamName", event.stream().name())
                            .number("timestamp", event.timestamp())
                            .text("message", event.message().text())
                            .number("ingestionTime", event.ingestionTime())
                            .text("eventId", event.position().digits()));
            out.structures("searchedLogStreams", List.<String>of(), (none, item) -> {});
            if (page.size() < found.size()) {
                out.text("nextToken", page.get(page.size() - 1).position().digits());
            }
        };
    }

    private static Predicate<String> streams(LogsInput in) {
        Optional<List<String>> names = in.wire().texts("logStreamNames");
        Optional<String> prefix = in.wire().text("logStreamNamePrefix");
        if (names.isPresent() && prefix.isPresent()) {
            throw LogErrors.invalid("Only one of logStreamNames and logStreamNamePrefix may be specified.");
        }
        if (names.isPresent()) {
            if (names.get().isEmpty() || names.get().size() > MOST_NAMES) {
                throw LogErrors.invalid("1 validation error detected: Value at 'logStreamNames' failed to satisfy"
                        + " constraint: Member must have length between 1 and " + MOST_NAMES);
            }
            return Set.copyOf(names.get())::contains;
        }
        return name -> name.startsWith(prefix.orElse(""));
    }
}
