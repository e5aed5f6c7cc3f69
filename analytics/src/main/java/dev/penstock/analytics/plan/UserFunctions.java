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
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** The functions that the code creates: expressions that stand in the place of their calls. */
final class UserFunctions {
    private final SourceText source;
    private final Map<String, List<Function>> functions = new HashMap<>();

    /** Which of several functions of a name a call means, by its place in the code: the types of the parameters. */
    private final Map<SqlParserPos, List<TypeKind>> choices;

    UserFunctions(SourceText source) {
        this(source, new HashMap<>());
    }

    /** @param choices made by another, to which those made here are added */
    UserFunctions(SourceText source, Map<SqlParserPos, List<TypeKind>> choices) {
        this.source = source;
        this.choices = choices;
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
            String told = "argument %d of function %s".formatted(i + 1, function.name());
            SqlNode argument =
                    typed(Markers.ARGUMENT, call.operand(i), parameters.get(i).type(), told);
            casts.add(argument);
            arguments.put(parameters.get(i).name().text(), argument);
        }
        SqlNode body = substituted(function.body, arguments);
        SqlNode value = typed(
                Markers.RESULT,
                body,
                function.statement.returns(),
                "what function %s returns".formatted(function.name()));
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
        List<TypeKind> known = choices.get(call.getParserPosition());
        Optional<Function> before = fitting.stream()
                .filter(function -> function.kinds().equals(known))
                .findFirst();
        if (before.isPresent() && scope.isEmpty()) {
            return before.get();
        }
        Function found = byKinds(fitting, call, scope);
        choices.put(call.getParserPosition(), found.kinds());
        return found;
    }

    private Function byKinds(List<Function> fitting, SqlCall call, Scope scope) {
        ArgumentKinds kinds = new ArgumentKinds(scope, argument -> returns(argument, scope));
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
                            .formatted(call.getOperator().getName()));
        }
        return found.get(0);
    }

    private Optional<TypeKind> returns(SqlCall call, Scope scope) {
        List<Function> overloads = functions.get(call.getOperator().getName());
        return Optional.ofNullable(overloads)
                .map(all -> chosen(all, call, scope).statement.returns().kind());
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

    private static SqlNode typed(SqlFunction marker, SqlNode value, ColumnType type, String told) {
        SqlParserPos pos = value.getParserPosition();
        SqlNode nothing =
                SqlStdOperatorTable.CAST.createCall(pos, SqlLiteral.createNull(pos), SqlTypes.written(type, pos));
        return marker.createCall(pos, value, nothing, SqlLiteral.createCharString(told, pos));
    }

    private AwsException at(SqlNode node, String message) {
        SqlParserPos pos = node.getParserPosition();
        return source.error(pos.getLineNum(), pos.getColumnNum(), message);
    }

    private record Function(CreateFunction statement, SqlNode body) {

        String name() {
            return statement.name().text();
        }

        List<TypeKind> kinds() {
            return statement.parameters().stream()
                    .map(parameter -> parameter.type().kind())
                    .toList();
        }
    }
}
