package dev.penstock.analytics.join;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row that a {@link ManyJoin} holds, what it is made of and what is made of it. Each is equal to itself only. */
final class JoinedRow {
    final JoinPart part;
    final @Nullable Object[] values;
    final boolean isCurrent;
    boolean hasMatched;
    private final @Nullable JoinedRow left;
    private final @Nullable JoinedRow right;
    private @Nullable Set<JoinedRow> made;

    /** @param isCurrent whether a stream without a window is in it */
    JoinedRow(
            JoinPart part,
            @Nullable Object[] values,
            @Nullable JoinedRow left,
            @Nullable JoinedRow right,
            boolean isCurrent) {
        this.part = part;
        this.values = values;
        this.left = left;
        this.right = right;
        this.isCurrent = isCurrent;
    }

    /** Tells the rows that it is made of. */
    void link() {
        boolean isHeld = part.parent != null;
        link(left, isHeld);
        link(right, isHeld);
    }

    private void link(@Nullable JoinedRow of, boolean isHeld) {
        if (of != null) {
            of.hasMatched = true;
            if (isHeld) {
                if (of.made == null) {
                    of.made = new LinkedHashSet<>();
                }
                of.made.add(this);
            }
        }
    }

    void unlink() {
        forget(left);
        forget(right);
    }

    private void forget(@Nullable JoinedRow of) {
        if (of != null && of.made != null) {
            of.made.remove(this);
        }
    }

    /** The rows made of it that are still held; it forgets them. */
    List<JoinedRow> takeMade() {
        List<JoinedRow> all = made == null ? List.of() : List.copyOf(made);
        made = null;
        return all;
    }
}
