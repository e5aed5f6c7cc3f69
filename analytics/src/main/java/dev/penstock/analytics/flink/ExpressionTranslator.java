package dev.penstock.analytics.flink;

import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.flink.Relation.Column;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/** Rewrites expressions of one SELECT in Flink's words. */
final class ExpressionTranslator extends SqlShuttle {
    private final Scope scope;
    private final Remarks remarks;
    private final Kinds kinds;
    private final FunctionTranslator functions;
    private final List<Replacement> replacements = new ArrayList<>();

    ExpressionTranslator(Scope scope, Remarks remarks) {
        this.scope = scope;
        this.remarks = remarks;
        this.kinds = new Kinds(scope);
        this.functions = new FunctionTranslator(kinds, remarks);
    }

    Kinds kinds() {
        return kinds;
    }

    /** From now on an expression stands for another one: the key of a window, or what an inner query computes. */
    void replace(SqlNode original, SqlNode replacement) {
        replacements.add(new Replacement(original, replacement));
    }

    SqlNode translate(SqlNode expression) {
        return Objects.requireNonNull(visited(expression));
    }

    String text(SqlNode expression) {
        return FlinkText.of(translate(expression));
    }

    private @Nullable SqlNode visited(SqlNode node) {
        for (Replacement replacement : replacements) {
            if (replacement.original.equalsDeep(node, Litmus.IGNORE)) {
                return replacement.with;
            }
        }
        return node.accept(this);
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        for (Replacement replacement : replacements) {
            if (replacement.original.equalsDeep(call, Litmus.IGNORE)) {
                return replacement.with;
            }
        }
        Optional<SqlNode> ofInterval = functions.intervals().translated(call, this::translate);
        if (ofInterval.isPresent()) {
            return ofInterval.get();
        }
        functions.check(call);
        List<SqlNode> arguments = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            arguments.add(operand == null ? null : visited(operand));
        }
        Optional<SqlNode> other = functions.translated(call, arguments);
        if (other.isPresent()) {
            return other.get();
        }
        return call.getOperator()
                .createCall(call.getFunctionQuantifier(), call.getParserPosition(), arguments.toArray(new SqlNode[0]));
    }

    @Override
    public SqlNode visit(SqlDataTypeSpec type) {
        return FlinkTypes.translated(type);
    }

    /** Flink takes two digits where no precision is given. */
    @Override
    public SqlNode visit(SqlLiteral literal) {
        return literal instanceof SqlIntervalLiteral interval ? Intervals.literal(interval) : literal;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        if (identifier.isStar()) {
            return identifier;
        }
        if (Clocks.isOne(identifier)) {
            return Clocks.translated(identifier, remarks);
        }
        Optional<Relation> timed = scope.rowTimeOf(identifier);
        if (timed.isPresent()) {
            return identifier.isSimple() ? scope.rowTimeValue() : scope.rowTimeValue(timed.get());
        }
        Scope.Found found = scope.find(identifier)
                .orElseThrow(() -> new Refusal(
                        identifier,
                        Ease.HAND,
                        "column " + identifier,
                        "the SQL source of the Kinesis connector gives no metadata columns (FLINK-36671): put the"
                                + " value into the records, or read the stream through the DataStream API; the time of"
                                + " arrival is there with --time arrival"));
        return scope.column(found.relation(), found.stored());
    }

    /** A value for a column, converted where Flink does not do it by itself. */
    SqlNode assigned(SqlNode value, Optional<TypeKind> from, ColumnType type) {
        boolean isSame = from.isPresent()
                && ((from.get() == type.kind() && type.kind() != TypeKind.DECIMAL)
                        || (from.get().isText() && type.kind().isText()));
        if (isSame) {
            return value;
        }
        if (from.isEmpty()) {
            remarks.add("Flink may convert values to %s in another way than the service".formatted(type));
        }
        SqlCasts.narrowing(remarks, value, from, type.kind());
        return SqlCasts.cast(value, from, FlinkTypes.spec(type), type.kind());
    }

    static SqlNode nothing(ColumnType type) {
        return SqlCasts.plain(SqlLiteral.createNull(SqlParserPos.ZERO), type);
    }

    /** Whether it is a whole number that stands in the code. */
    static Optional<Long> whole(SqlNode node) {
        SqlNode digits = node.getKind() == SqlKind.MINUS_PREFIX ? ((SqlCall) node).operand(0) : node;
        if (!(digits instanceof SqlNumericLiteral number) || !number.isInteger()) {
            return Optional.empty();
        }
        long value = Objects.requireNonNull(number.getValueAs(BigDecimal.class)).longValue();
        return Optional.of(digits == node ? value : -value);
    }

    /** The columns that hold a column: of a record one for each field. */
    List<SqlNode> stored(Relation relation, Column column) {
        if (!column.isRecord()) {
            return List.of(scope.column(relation, column.name()));
        }
        return column.fields().stream()
                .<SqlNode>map(field -> scope.column(relation, Column.stored(column.name(), field.name())))
                .toList();
    }

    private record Replacement(SqlNode original, SqlNode with) {}
}
