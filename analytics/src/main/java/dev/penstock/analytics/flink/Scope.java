package dev.penstock.analytics.flink;

import dev.penstock.analytics.flink.Relation.Column;
import dev.penstock.analytics.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * What the expressions of one SELECT can see.
 *
 * @param joinTime the row time of a join's rows; of a single relation it is a column
 */
record Scope(List<Relation> relations, Optional<SqlNode> joinTime) {

    Scope {
        relations = List.copyOf(relations);
    }

    boolean isJoin() {
        return relations.size() > 1;
    }

    Relation first() {
        return relations.get(0);
    }

    /** Whether it is the row time of the row being made. */
    boolean isRowTime(SqlNode node) {
        return node instanceof SqlIdentifier identifier
                && rowTimeOf(identifier).isPresent()
                && (identifier.isSimple() || !isJoin());
    }

    /** The relation whose ROWTIME an identifier names; of a join's own ROWTIME the first. */
    Optional<Relation> rowTimeOf(SqlIdentifier identifier) {
        int last = identifier.names.size() - 1;
        if (last > 1 || !identifier.names.get(last).equals(Relation.ROWTIME)) {
            return Optional.empty();
        }
        return relations.stream()
                .filter(relation -> last == 0 || relation.alias().equals(identifier.names.get(0)))
                .findFirst();
    }

    /** The row time of the service as a value: without its quality of being a time attribute. */
    SqlNode rowTimeValue(Relation relation) {
        SqlNode value = FlinkText.filled("CAST(`$0` AS TIMESTAMP(3))", column(relation, Relation.ROWTIME));
        return relation.behind() == 0
                ? value
                : FlinkText.filled("`$0` + " + FlinkText.interval(relation.behind()), value);
    }

    /** The row time of the row being made, as a value. */
    SqlNode rowTimeValue() {
        return joinTime.orElseGet(() -> rowTimeValue(first()));
    }

    /** In quotes: else USER would be the function. */
    SqlIdentifier column(Relation relation, String name) {
        return isJoin()
                ? new SqlIdentifier(List.of(relation.alias(), name), SqlParserPos.QUOTED_ZERO)
                : new SqlIdentifier(name, SqlParserPos.QUOTED_ZERO);
    }

    /** What an identifier names; empty when there is no such column. */
    Optional<Found> find(SqlIdentifier identifier) {
        List<String> names = identifier.names;
        for (Relation relation : relations) {
            int from = names.size() > 1 && names.get(0).equals(relation.alias()) ? 1 : 0;
            Optional<Column> column = relation.find(names.get(from));
            if (column.isPresent() && names.size() - from <= 2) {
                String field = names.size() - from == 2 ? names.get(from + 1) : "";
                return Optional.of(new Found(relation, column.get(), field));
            }
        }
        return Optional.empty();
    }

    /** What {@code *} or {@code alias.*} stands for. */
    List<Found> star(SqlIdentifier star) {
        List<Found> all = new ArrayList<>();
        for (Relation relation : relations) {
            if (star.names.size() == 1 || star.names.get(0).equals(relation.alias())) {
                relation.columns().forEach(column -> all.add(new Found(relation, column, "")));
            }
        }
        return all;
    }

    /** @param field of a record, or empty */
    record Found(Relation relation, Column column, String field) {

        Optional<TypeKind> kind() {
            if (field.isEmpty()) {
                return Optional.ofNullable(column.kind());
            }
            return column.fields().stream()
                    .filter(other -> other.name().equals(field))
                    .map(other -> other.type().kind())
                    .findFirst();
        }

        String stored() {
            return field.isEmpty() ? column.name() : Column.stored(column.name(), field);
        }
    }
}
