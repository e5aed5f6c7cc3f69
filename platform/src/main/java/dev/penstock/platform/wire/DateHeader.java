package dev.penstock.platform.wire;

import dev.penstock.platform.time.Time;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} of answers, made once a second at most. Thread-safe. */
final class DateHeader {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long SECOND_MILLIS = 1000;

    private final Time time;
    private volatile Made last = new Made(-1, "");

    DateHeader(Time time) {
        this.time = time;
    }

    String value() {
        long second = time.millis() / SECOND_MILLIS;
        Made made = last;
        if (made.second != second) {
            made = new Made(second, FORMAT.format(Instant.ofEpochSecond(second)));
            last = made;
        }
        return made.text;
    }

    private record Made(long second, String text) {}
}
