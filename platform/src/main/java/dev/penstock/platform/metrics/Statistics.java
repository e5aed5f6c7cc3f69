package dev.penstock.platform.metrics;

/** What CloudWatch keeps of several values: a statistic set. */
public record Statistics(double sampleCount, double sum, double minimum, double maximum) {

    /** One value. */
    public static Statistics of(double value) {
        return new Statistics(1, value, value, value);
    }

    /** A value that was seen several times. */
    static Statistics of(double value, double count) {
        return new Statistics(count, value * count, value, value);
    }

    /** All values of both. */
    public Statistics plus(Statistics more) {
        return new Statistics(
                sampleCount + more.sampleCount,
                sum + more.sum,
                Math.min(minimum, more.minimum),
                Math.max(maximum, more.maximum));
    }

    /** The sum of the values divided by their number. */
    public double average() {
        return sum / sampleCount;
    }
}
