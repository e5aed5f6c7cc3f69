package dev.penstock.analytics.window;

import dev.penstock.analytics.type.Numbers;
import org.jspecify.annotations.Nullable;

/** EXP_AVG: an average in which the weight of a value halves, evenly over time, each half-life after its row time. */
final class SlidingExponentialAverage implements SlidingState {
    private final double halfLifeMillis;
    private double sum;
    private double weight;
    private long count;
    private long weighedAt;

    SlidingExponentialAverage(long halfLifeMillis) {
        this.halfLifeMillis = halfLifeMillis;
    }

    @Override
    public void add(long sequence, long rowTime, @Nullable Object value) {
        age(rowTime);
        if (value != null) {
            sum += ((Number) value).doubleValue();
            weight += 1;
            count++;
        }
    }

    /** What is there weighs less the later it is asked for. */
    private void age(long now) {
        if (count > 0 && now > weighedAt) {
            double factor = weightOf(now - weighedAt);
            sum *= factor;
            weight *= factor;
        }
        weighedAt = now;
    }

    private double weightOf(long age) {
        return Math.pow(2, -age / halfLifeMillis);
    }

    @Override
    public void remove(long sequence, long rowTime, @Nullable Object value) {
        if (value == null) {
            return;
        }
        count--;
        if (count == 0) {
            sum = 0;
            weight = 0;
            return;
        }
        double gone = weightOf(weighedAt - rowTime);
        sum -= gone * ((Number) value).doubleValue();
        weight -= gone;
    }

    @Override
    public void recompute(WindowRows rows, int argument) {
        sum = 0;
        weight = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.arguments(i)[argument] instanceof Number number) {
                double part = weightOf(weighedAt - rows.time(i));
                sum += part * number.doubleValue();
                weight += part;
            }
        }
    }

    @Override
    public @Nullable Object result(@Nullable Object fallback) {
        return count == 0 || weight <= 0 ? null : Numbers.finite(sum / weight);
    }
}
