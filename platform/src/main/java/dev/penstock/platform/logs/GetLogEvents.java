package dev.penstock.platform.logs;

import dev.penstock.platform.wire.WireOutput;
import java.util.List;
import java.util.Optional;

/**
 * Reads one stream page by page, in chronological order, forwards or backwards: the latest events first unless
 * {@code startFromHead} is given. A token at an end of the stream comes back unchanged.
 *
 * <p>Source: CloudWatch Logs API Reference, GetLogEvents.
 */
final class GetLogEvents {
    private static final String FORWARD = "f/";
    private static final String BACKWARD = "b/";
    private static final String END = "/s";

    private GetLogEvents() {}

    static WireOutput.Body call(LogGroups groups, LogsInput in) {
        String group = in.group();
        String stream = in.streamName();
        int limit = in.between("limit", 1, Page.MOST_EVENTS, Page.MOST_EVENTS);
        long from = in.time("startTime").orElse(Long.MIN_VALUE);
        long to = in.time("endTime").orElse(Long.MAX_VALUE);
        Optional<String> token = in.wire().text("nextToken");
        groups.inStream(group, stream, (its, found) -> found.name());
        List<LogEvent> all = groups.select(group, stream::equals, from, to);
        if (token.isEmpty()) {
            List<LogEvent> page = in.flag("startFromHead") ? Page.first(all, limit) : Page.last(all, limit);
            return answer(page, LogPosition.START, LogPosition.START);
        }
        LogPosition at = position(token.get());
        if (token.get().startsWith(FORWARD)) {
            return answer(Page.first(Page.after(all, at), limit), at, new LogPosition(at.timestamp(), at.order() + 1));
        }
        LogPosition before = new LogPosition(at.timestamp(), at.order() - 1);
        return answer(Page.last(Page.before(all, at), limit), before, at);
    }

    /**
     * @param forward where to go on forwards when the page is empty
     * @param backward where to go on backwards when the page is empty
     */
    private static WireOutput.Body answer(List<LogEvent> page, LogPosition forward, LogPosition backward) {
        LogPosition next = page.isEmpty() ? forward : page.get(page.size() - 1).position();
        LogPosition previous = page.isEmpty() ? backward : page.get(0).position();
        return out -> out.structures(
                        "events",
                        page,
                        (event, item) -> item.number("timestamp", event.timestamp())
                                .text("message", event.message().text())
                                .number("ingestionTime", event.ingestionTime()))
                .text("nextForwardToken", FORWARD + next.digits() + END)
                .text("nextBackwardToken", BACKWARD + previous.digits() + END);
    }

    private static LogPosition position(String token) {
        if ((!token.startsWith(FORWARD) && !token.startsWith(BACKWARD)) || !token.endsWith(END)) {
            throw LogErrors.invalid("The specified nextToken is invalid.");
        }
        return LogPosition.parse(token.substring(2, token.length() - 2));
    }
}
