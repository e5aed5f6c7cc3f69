package dev.penstock.analytics.window;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values of GROUP BY, equal as SQL sees it: NULLs are one group, 1.0 and 1.00 are, 0.0 and -0.0 are. */
public final class GroupKey {
    private final @Nullable Object[] values;
    private final @Nullable Object[] compared;

    public GroupKey(@Nullable Object[] row, int[] keys) {
        values = new Object[keys.length];
        compared = new Object[keys.length];
        for (int i = 0; i < keys.length; i++) {
            values[i] = row[keys[i]];
            compared[i] = normal(row[keys[i]]);
        }
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
            return number + 0.0;
        }
        return value instanceof Float number ? number + 0.0f : value;
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
