package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.SourceText;
import dev.penstock.analytics.sql.Statement.CreateFunction;
import dev.penstock.analytics.sql.Statement.Parameter;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** The functions that the code creates: expressions that stand in the place of their calls. */
final class UserFunctions {
    private final SourceText source;
    private final Map<String, List<Function>> functions = new HashMap<>();

    UserFunctions(SourceText source) {
        this.source = source;
    }

    boolean has(String name) {
        return functions.containsKey(name);
    }

    /** @param body a parsed expression that names nothing but the parameters */
    void add(CreateFunction statement, SqlNode body) {
        String name = statement.name().text();
        Function added = new Function(statement, body);
        List<Function> overloads = functions.computeIfAbsent(name, unused -> new ArrayList<>());
        if (overloads.stream().anyMatch(other -> other.kinds().equals(added.kinds()))) {
            throw source.error(
                    statement.name().offset(),
                    "function %s is there already%s".formatted(name, overloads.size() > 1 ? " for these types" : ""));
        }
        refuseOtherNames(statement, body);
        overloads.add(added);
    }

    private void refuseOtherNames(CreateFunction statement, SqlNode body) {
        body.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier identifier) {
                boolean isParameter = statement.parameters().stream()
                        .anyMatch(parameter ->
                                identifier.names.equals(List.of(parameter.name().text())));
                boolean isClock = identifier.names.equals(List.of(Functions.CURRENT_ROW_TIMESTAMP));
                if (!isParameter && !isClock) {
                    throw at(
                            identifier,
                            "%s is no parameter of function %s; its expression can use its parameters only"
                                    .formatted(identifier, statement.name().text()));
                }
                return identifier;
            }
        });
    }

    /**
     * The expression for a call; empty when no function of that name was created.
     *
     * @param scope knows the types of arguments, by which one of several functions of a name is chosen
     */
    Optional<SqlNode> expand(SqlCall call, Scope scope) {
        List<Function> overloads = functions.get(call.getOperator().getName());
        if (overloads == null) {
            return Optional.empty();
        }
        Function function = chosen(overloads, call, scope);
        List<Parameter> parameters = function.statement.parameters();
        SqlParserPos pos = call.getParserPosition();
        Map<String, SqlNode> arguments = new HashMap<>();
        List<SqlNode> casts = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            SqlNode argument = cast(call.operand(i), parameters.get(i).type(), pos);
            casts.add(argument);
            arguments.put(parameters.get(i).name().text(), argument);
        }
        SqlNode value = cast(substituted(function.body, arguments), function.statement.returns(), pos);
        return Optional.of(
                function.statement.isNullOnNull() && !casts.isEmpty() ? nullOnNull(casts, value, pos) : value);
    }

    private Function chosen(List<Function> overloads, SqlCall call, Scope scope) {
        String name = call.getOperator().getName();
        List<Function> fitting = overloads.stream()
                .filter(function -> function.kinds().size() == call.operandCount())
                .toList();
        if (fitting.isEmpty()) {
            throw at(
                    call,
                    overloads.size() > 1
                            ? "no function %s takes %d arguments".formatted(name, call.operandCount())
                            : "function %s takes %d arguments, not %d"
                                    .formatted(name, overloads.get(0).kinds().size(), call.operandCount()));
        }
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        ArgumentKinds kinds = new ArgumentKinds(scope);
        List<Function> exact = fitting.stream()
                .filter(function -> kinds.are(call, function.kinds(), true))
                .toList();
        List<Function> alike = fitting.stream()
                .filter(function -> kinds.are(call, function.kinds(), false))
                .toList();
        List<Function> found = exact.size() == 1 ? exact : alike;
        if (found.size() != 1) {
            throw at(
                    call,
                    "which of the functions %s is meant is not clear; cast the arguments to the types of its parameters"
                            .formatted(name));
        }
        return found.get(0);
    }

    private static SqlNode substituted(SqlNode body, Map<String, SqlNode> arguments) {
        return Objects.requireNonNull(body.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlIdentifier identifier) {
                return identifier.isSimple() ? arguments.getOrDefault(identifier.getSimple(), identifier) : identifier;
            }
        }));
    }

    private static SqlNode nullOnNull(List<SqlNode> arguments, SqlNode value, SqlParserPos pos) {
        SqlNodeList when = new SqlNodeList(pos);
        SqlNodeList then = new SqlNodeList(pos);
        for (SqlNode argument : arguments) {
            when.add(SqlStdOperatorTable.IS_NULL.createCall(pos, argument));
            then.add(SqlLiteral.createNull(pos));
        }
        return new SqlCase(pos, null, when, then, value);
    }

    private static SqlNode cast(SqlNode value, ColumnType type, SqlParserPos pos) {
        return SqlStdOperatorTable.CAST.createCall(pos, value, new SqlDataTypeSpec(name(type, pos), pos));
    }

    private static SqlBasicTypeNameSpec name(ColumnType type, SqlParserPos pos) {
        SqlTypeName name = SqlTypeName.valueOf(type.kind().name());
        if (type.kind() == TypeKind.DECIMAL) {
            return new SqlBasicTypeNameSpec(name, type.precision(), type.scale(), pos);
        }
        return type.kind().hasLength()
                ? new SqlBasicTypeNameSpec(name, type.precision(), pos)
                : new SqlBasicTypeNameSpec(name, pos);
    }

    private AwsException at(SqlNode node, String message) {
        SqlParserPos pos = node.getParserPosition();
        return source.error(pos.getLineNum(), pos.getColumnNum(), message);
    }

    private record Function(CreateFunction statement, SqlNode body) {

        List<TypeKind> kinds() {
            return statement.parameters().stream()
                    .map(parameter -> parameter.type().kind())
                    .toList();
        }
    }
}
