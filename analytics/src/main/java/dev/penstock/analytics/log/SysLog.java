package dev.penstock.analytics.log;

import dev.penstock.analytics.function.TimeFunctions;
import dev.penstock.analytics.type.Assignment;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.TypeKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SYS_LOG_PARSE: the time stamp at the begin of a line of syslog, {@code Mon DD HH:MM:SS}, and the rest of it. The line
 * does not say the year; the service does not say which one it takes, here it is that of the row.
 */
final class SysLog implements LogParser {
    private static final Pattern LINE =
            Pattern.compile("(?<time>[A-Z][a-z]{2} +\\d{1,2} \\d{2}:\\d{2}:\\d{2})(?: (?<rest>.*))?", Pattern.DOTALL);

    @Override
    public List<StreamColumn> fields() {
        return List.of(
                StreamColumn.nullable("COLUMN1", ColumnType.of(TypeKind.TIMESTAMP)),
                LogField.text("COLUMN2").column());
    }

    @Override
    public @Nullable Object @Nullable [] parse(String text, long rowTime) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            return null;
        }
        int year = Instant.ofEpochMilli(rowTime).atOffset(ZoneOffset.UTC).getYear();
        String time = year + " " + line.group("time").replaceAll(" +", " ");
        String rest = line.group("rest");
        return new @Nullable Object[] {
            TimeFunctions.charToTimestamp("yyyy MMM d HH:mm:ss", time),
            rest == null ? null : Assignment.cut(rest, LogField.TEXT_LENGTH)
        };
    }
}
