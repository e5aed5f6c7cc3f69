package dev.penstock.analytics.flink;

import dev.penstock.analytics.flink.Relation.Column;
import dev.penstock.analytics.type.TypeKind;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;

/**
 * A column of a SELECT list.
 *
 * @param values in Flink's words, of a record one for each field
 */
record Item(Column column, List<SqlNode> values) {

    static Item of(String name, Optional<TypeKind> kind, SqlNode value) {
        return new Item(Column.plain(name, kind), List.of(value));
    }

    Optional<TypeKind> kind() {
        return Optional.ofNullable(column.kind());
    }

    SqlNode value() {
        return values.get(0);
    }

    boolean isNull() {
        return value().getKind() == SqlKind.LITERAL && ((SqlLiteral) value()).getValue() == null;
    }
}
