package dev.penstock.analytics.join;

import dev.penstock.analytics.window.GroupKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream, a table or a join in a {@link ManyJoin}: the rows it holds, by what the join above finds them by. */
final class JoinPart {
    final @Nullable JoinPart parent;
    final boolean isLeft;
    final boolean isStatic;

    @Nullable
    JoinPart left;

    @Nullable
    JoinPart right;

    @Nullable
    JoinCondition condition;

    boolean keepsLeft;
    boolean keepsRight;
    private final Map<GroupKey, Set<JoinedRow>> byKey = new HashMap<>();

    /** @param isStatic whether it is a table, whose rows are all there from the start */
    JoinPart(@Nullable JoinPart parent, boolean isLeft, boolean isStatic) {
        this.parent = parent;
        this.isLeft = isLeft;
        this.isStatic = isStatic;
    }

    /** Of a join. */
    JoinCondition condition() {
        return Objects.requireNonNull(condition);
    }

    /** The other side of the join above. */
    JoinPart sibling() {
        JoinPart above = Objects.requireNonNull(parent);
        return Objects.requireNonNull(isLeft ? above.right : above.left);
    }

    /** Whether the join above keeps rows of this side without a partner. */
    boolean isKept() {
        JoinPart above = Objects.requireNonNull(parent);
        return isLeft ? above.keepsLeft : above.keepsRight;
    }

    GroupKey key(@Nullable Object[] values) {
        JoinCondition above = Objects.requireNonNull(parent).condition();
        return new GroupKey(values, isLeft ? above.leftKeys() : above.rightKeys());
    }

    Iterable<JoinedRow> matching(GroupKey key) {
        return byKey.getOrDefault(key, Set.of());
    }

    void hold(JoinedRow row) {
        byKey.computeIfAbsent(key(row.values), key -> new LinkedHashSet<>()).add(row);
    }

    void release(JoinedRow row) {
        GroupKey key = key(row.values);
        Set<JoinedRow> same = byKey.get(key);
        if (same != null && same.remove(row) && same.isEmpty()) {
            byKey.remove(key);
        }
    }

    JoinedRow joined(JoinedRow one, JoinedRow other, long rowTime) {
        return new JoinedRow(
                this,
                condition().combined(one.values, other.values, rowTime),
                one,
                other,
                one.isCurrent || other.isCurrent);
    }

    /** A row of one side without a partner. */
    JoinedRow lone(JoinedRow row, long rowTime) {
        boolean isOfLeft = row.part.isLeft;
        return new JoinedRow(
                this,
                condition().combined(isOfLeft ? row.values : null, isOfLeft ? null : row.values, rowTime),
                isOfLeft ? row : null,
                isOfLeft ? null : row,
                row.isCurrent);
    }
}
