package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.SourceText;
import dev.penstock.analytics.sql.Statement.CreatePump;
import dev.penstock.analytics.sql.Statement.Name;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Checks that the columns of a query fit the stream they are inserted into. */
final class InsertTarget {
    private final CreatePump pump;
    private final SourceText source;
    private final StreamSchema target;

    InsertTarget(CreatePump pump, StreamSchema target) {
        this.pump = pump;
        this.source = pump.query().source();
        this.target = target;
    }

    /** For each column named, or all, its position in the target. */
    int[] columns() {
        if (pump.columns().isEmpty()) {
            return IntStream.range(0, target.columns().size()).toArray();
        }
        List<Integer> positions = new ArrayList<>();
        for (Name name : pump.columns()) {
            int position = target.indexOf(name.text())
                    .orElseThrow(() -> source.error(
                            name.offset(),
                            "stream %s has no column %s; it has %s (names without double quotes are read in capitals)"
                                    .formatted(target.name(), name.text(), target.columnNames())));
            if (positions.contains(position)) {
                throw source.error(name.offset(), "column %s is named twice".formatted(name.text()));
            }
            positions.add(position);
        }
        refuseMissing(positions);
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }

    private void refuseMissing(List<Integer> positions) {
        for (int i = 0; i < target.columns().size(); i++) {
            StreamColumn column = target.columns().get(i);
            if (column.isNotNull() && !positions.contains(i)) {
                throw source.error(
                        pump.target().offset(),
                        "column %s of stream %s is NOT NULL and must be in the list of columns"
                                .formatted(column.name(), target.name()));
            }
        }
    }

    /** Gives each NULL that stands alone in the SELECT list the type of its column. */
    void typeNulls(SqlNode query, int[] columns) {
        if (query instanceof SqlOrderBy ordered) {
            typeNulls(ordered.query, columns);
        } else if (query.getKind() == SqlKind.UNION) {
            ((SqlCall) query).getOperandList().forEach(branch -> typeNulls(branch, columns));
        } else if (query instanceof SqlSelect select) {
            SqlNodeList items = select.getSelectList();
            boolean hasStar = items.stream().anyMatch(item -> item instanceof SqlIdentifier name && name.isStar());
            for (int i = 0; i < items.size() && i < columns.length && !hasStar; i++) {
                items.set(
                        i, typed(items.get(i), target.columns().get(columns[i]).type()));
            }
        }
    }

    private static SqlNode typed(SqlNode item, ColumnType type) {
        if (item.getKind() == SqlKind.AS) {
            SqlCall as = (SqlCall) item;
            as.setOperand(0, typed(as.operand(0), type));
            return as;
        }
        SqlParserPos at = item.getParserPosition();
        return SqlUtil.isNullLiteral(item, false)
                ? SqlStdOperatorTable.CAST.createCall(at, item, SqlTypes.written(type, at))
                : item;
    }

    /**
     * Checks number and types.
     *
     * @param positions where the items of the SELECT list stand
     */
    void check(RelDataType row, int[] columns, List<SqlParserPos> positions) {
        List<RelDataTypeField> fields = row.getFieldList();
        if (fields.size() != columns.length) {
            throw source.error(
                    pump.query().start(),
                    "the query has %d columns (%s), INSERT INTO %s takes %d (%s)"
                            .formatted(
                                    fields.size(),
                                    String.join(", ", row.getFieldNames()),
                                    target.name(),
                                    columns.length,
                                    names(columns)));
        }
        for (int i = 0; i < columns.length; i++) {
            StreamColumn column = target.columns().get(columns[i]);
            RelDataType type = fields.get(i).getType();
            Optional<ColumnType> from = SqlTypes.column(type);
            boolean isNull = type.getSqlTypeName() == SqlTypeName.NULL;
            boolean fits = isNull
                    || from.filter(found ->
                                    found.kind().isAssignableTo(column.type().kind()))
                            .isPresent();
            if (!fits) {
                throw notAssignable(column, type, positions.get(i));
            }
        }
    }

    private AwsException notAssignable(StreamColumn column, RelDataType type, SqlParserPos at) {
        return source.error(
                at.getLineNum(),
                at.getColumnNum(),
                "a value of type %s cannot be inserted into column %s %s of stream %s; write a CAST"
                        .formatted(type, column.name(), column.type(), target.name()));
    }

    private String names(int[] columns) {
        return String.join(
                ", ",
                IntStream.of(columns)
                        .mapToObj(column -> target.columns().get(column).name())
                        .toList());
    }
}
