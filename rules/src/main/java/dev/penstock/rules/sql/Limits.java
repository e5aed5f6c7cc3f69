package dev.penstock.rules.sql;

import dev.penstock.platform.aws.AwsException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * How much SQL there may be. The parser bounds its own recursion; what it builds out of long chains inside of each other
 * can still be far deeper than that, and every later walk over the tree is recursive.
 */
final class Limits {
    /** As AWS allows for a whole rule. */
    static final int MAX_LENGTH = 128 * 1024;

    /** Levels of expressions in each other. */
    static final int MAX_DEPTH = 200;

    private Limits() {}

    private record Level(Expression expression, int depth) {}

    /** @throws AwsException SqlParseException when the text is too long */
    static void checkLength(String sql) {
        if (sql.length() > MAX_LENGTH) {
            throw SqlError.at(
                    sql, 0, "this has %d characters, at most %d are allowed".formatted(sql.length(), MAX_LENGTH));
        }
    }

    /** @throws AwsException SqlParseException when the tree is too deep */
    static void checkDepth(String sql, Expression root) {
        Deque<Level> open = new ArrayDeque<>(List.of(new Level(root, 1)));
        for (Level level = open.poll(); level != null; level = open.poll()) {
            if (level.depth() > MAX_DEPTH) {
                throw tooDeep(sql, level.expression().span());
            }
            int below = level.depth() + 1;
            Children.of(level.expression()).forEach(child -> open.push(new Level(child, below)));
            if (level.expression() instanceof Expression.Subquery query) {
                query.projection().items().forEach(item -> open.push(new Level(item.expression(), below)));
            }
        }
    }

    static AwsException tooDeep(String sql, Span span) {
        return SqlError.at(sql, span.start(), "the expression is nested deeper than %d levels".formatted(MAX_DEPTH));
    }
}
