package dev.penstock.rules.sql;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checked statement.
 *
 * @param sql the text it was parsed from
 * @param filter null when there is no FROM, which only a rule for Basic Ingest may leave out
 * @param hints what AWS accepts but is likely not meant
 */
public record Statement(
        String sql,
        SqlVersion version,
        List<Assignment> assignments,
        Projection projection,
        @Nullable TopicFilter filter,
        @Nullable Expression where,
        List<String> hints) {

    public Statement {
        assignments = List.copyOf(assignments);
        hints = List.copyOf(hints);
    }

    /** The FROM filter. */
    public Optional<TopicFilter> topicFilter() {
        return Optional.ofNullable(filter);
    }

    /** Names of the variables, in the order of their assignments. */
    public List<String> variables() {
        return assignments.stream().map(Assignment::name).toList();
    }

    /** {@code SET @name = value}. */
    public record Assignment(String name, Expression value, Span span) {}
}
