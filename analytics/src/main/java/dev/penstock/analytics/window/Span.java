package dev.penstock.analytics.window;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** How time is cut into windows. Times are milliseconds since 1970 in UTC. */
public sealed interface Span {

    /** The end of the window that a time belongs to: the first time after it that does not. */
    long end(long time);

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
