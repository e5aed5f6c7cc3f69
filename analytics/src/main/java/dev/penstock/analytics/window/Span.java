package dev.penstock.analytics.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How time is cut into windows. Times are milliseconds since 1970 in UTC. */
public sealed interface Span {

    /** The end of the window that a time belongs to: the first time after it that does not. */
    long end(long time);

    /** The row time of what comes of the window that ends at a time. */
    default long rowTime(long end) {
        return end;
    }

    /** Windows of equal length, counted from 1970-01-01 00:00. */
    record Fixed(long millis) implements Span {

        public Fixed {
            if (millis < 1) {
                throw new IllegalArgumentException("a window of %d ms is not possible".formatted(millis));
            }
        }

        @Override
        public long end(long time) {
            return (Math.floorDiv(time, millis) + 1) * millis;
        }
    }

    /**
     * Windows that lie earlier than others.
     *
     * @param millis by how much, less than 0 for later
     * @param isClosed whether the last millisecond of a window, which belongs to it, is what the window is named by
     */
    record Shifted(Span base, long millis, boolean isClosed) implements Span {

        @Override
        public long end(long time) {
            return base.end(time + millis) - millis;
        }

        @Override
        public long rowTime(long end) {
            return isClosed ? end - 1 : end;
        }
    }

    /** The moment at which all results of a window come; it ends with them. */
    record Moment() implements Span {

        @Override
        public long end(long time) {
            return time;
        }
    }

    /** Calendar months or years. */
    record Calendar(boolean isYear) implements Span {

        @Override
        public long end(long time) {
            LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(time), ZoneOffset.UTC);
            LocalDate next = isYear
                    ? day.withDayOfYear(1).plus(1, ChronoUnit.YEARS)
                    : day.withDayOfMonth(1).plus(1, ChronoUnit.MONTHS);
            return next.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        }
    }
}
