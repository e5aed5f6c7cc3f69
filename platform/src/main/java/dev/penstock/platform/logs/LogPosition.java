package dev.penstock.platform.logs;

import dev.penstock.platform.aws.AwsException;

/**
 * A place in the chronological order of events: that of the event with this time and order. Written as 56 digits, the
 * form in which CloudWatch shows event ids and hides positions in its tokens.
 */
record LogPosition(long timestamp, long order) implements Comparable<LogPosition> {
    /** Before every event. */
    static final LogPosition START = new LogPosition(0, 0);

    private static final int TIME_DIGITS = 19;
    private static final int ORDER_DIGITS = 37;

    @Override
    public int compareTo(LogPosition other) {
        int byTime = Long.compare(timestamp, other.timestamp);
        return byTime != 0 ? byTime : Long.compare(order, other.order);
    }

    /** 56 digits. */
    String digits() {
        return "%019d%037d".formatted(timestamp, order);
    }

    /** @throws AwsException InvalidParameterException when the digits are none of ours */
    static LogPosition parse(String digits) {
        try {
            if (digits.length() == TIME_DIGITS + ORDER_DIGITS) {
                return new LogPosition(
                        Long.parseLong(digits.substring(0, TIME_DIGITS)),
                        Long.parseLong(digits.substring(TIME_DIGITS)));
            }
        } catch (NumberFormatException notOurs) {
            // answered below like every other text that was never issued
        }
        throw LogErrors.invalid("The specified nextToken is invalid.");
    }
}
