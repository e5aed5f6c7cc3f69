package dev.penstock.analytics.window;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values of GROUP BY, equal as SQL sees it: NULLs are one group, 1.0 and 1.00 are, 0.0 and -0.0 are. */
public final class GroupKey {
    private final @Nullable Object[] values;
    private final @Nullable Object[] compared;

    public GroupKey(@Nullable Object[] row, int[] keys) {
        @Nullable Object[] taken = new Object[keys.length];
        @Nullable Object[] normal = taken; // one array for both is enough as long as they are the same
        for (int i = 0; i < keys.length; i++) {
            Object value = row[keys[i]];
            Object same = normal(value);
            if (same != value && normal == taken) {
                normal = taken.clone();
            }
            taken[i] = value;
            if (normal != taken) {
                normal[i] = same;
            }
        }
        values = taken;
        compared = normal;
    }

    /** The values of the first row of the group. */
    @Nullable
    Object value(int key) {
        return values[key];
    }

    private static @Nullable Object normal(@Nullable Object value) {
        if (value instanceof BigDecimal exact) {
            return exact.stripTrailingZeros();
        }
        if (value instanceof Double number) {
            return number == 0 ? (Double) 0.0 : number;
        }
        return value instanceof Float number && number == 0 ? (Float) 0.0f : value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupKey key && Arrays.equals(compared, key.compared);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(compared);
    }
}
