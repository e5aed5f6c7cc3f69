package dev.penstock.platform.logs;

import dev.penstock.platform.wire.WireOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** CreateLogStream, DeleteLogStream, DescribeLogStreams. */
final class StreamOperations {
    private static final int MOST = 50;
    private static final String BY_NAME = "LogStreamName";
    private static final String BY_TIME = "LastEventTime";

    private StreamOperations() {}

    static WireOutput.Body create(LogGroups groups, LogsInput in) {
        groups.createStream(in.groupName(), in.streamName());
        return WireOutput.Body.NONE;
    }

    static WireOutput.Body delete(LogGroups groups, LogsInput in) {
        groups.deleteStream(in.groupName(), in.streamName());
        return WireOutput.Body.NONE;
    }

    static WireOutput.Body describe(LogGroups groups, LogsInput in) {
        String group = in.group();
        int limit = in.between("limit", 1, MOST, MOST);
        List<LogStream.Summary> after = after(in.lastName(), ordered(groups.streams(group), in));
        List<LogStream.Summary> page = after.subList(0, Math.min(limit, after.size()));
        String arn = groups.identity()
                .arn("logs", "log-group:" + group + ":log-stream:")
                .toString();
        return out -> {
            out.structures("logStreams", page, (stream, item) -> write(arn, stream, item));
            if (page.size() < after.size()) {
                out.text(
                        "nextToken",
                        LogsInput.tokenAfter(page.get(page.size() - 1).name()));
            }
        };
    }

    private static List<LogStream.Summary> ordered(List<LogStream.Summary> streams, LogsInput in) {
        String order = in.wire().text("orderBy").orElse(BY_NAME);
        Optional<String> prefix = in.wire().text("logStreamNamePrefix");
        if (!order.equals(BY_NAME) && !order.equals(BY_TIME)) {
            throw LogsInput.violates(
                    order, "orderBy", "Member must satisfy enum value set: [LogStreamName, LastEventTime]");
        }
        if (order.equals(BY_TIME) && prefix.isPresent()) {
            throw LogErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        List<LogStream.Summary> all = new ArrayList<>(streams);
        all.removeIf(stream -> !stream.name().startsWith(prefix.orElse("")));
        if (order.equals(BY_TIME)) {
            all.sort(Comparator.comparingLong(LogStream.Summary::lastEventTimestamp)
                    .thenComparing(LogStream.Summary::name));
        }
        if (in.flag("descending")) {
            Collections.reverse(all);
        }
        return all;
    }

    private static List<LogStream.Summary> after(@Nullable String last, List<LogStream.Summary> all) {
        if (last == null) {
            return all;
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(last)) {
                return all.subList(i + 1, all.size());
            }
        }
        throw LogErrors.invalid("The specified nextToken is invalid.");
    }

    private static void write(String arnStart, LogStream.Summary stream, WireOutput out) throws IOException {
        out.text("logStreamName", stream.name()).number("creationTime", stream.createdAt());
        if (stream.written()) {
            out.number("firstEventTimestamp", stream.firstEventTimestamp())
                    .number("lastEventTimestamp", stream.lastEventTimestamp())
                    .number("lastIngestionTime", stream.lastIngestionTime());
        }
        out.text("uploadSequenceToken", PutLogEvents.TOKEN)
                .text("arn", arnStart + stream.name())
                .number("storedBytes", 0);
    }
}
