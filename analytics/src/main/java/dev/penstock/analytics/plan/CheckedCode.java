package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.sql.QueryText.Piece;
import dev.penstock.analytics.sql.SourceText;
import dev.penstock.analytics.sql.Statement;
import dev.penstock.analytics.sql.Statement.CreateFunction;
import dev.penstock.analytics.sql.Statement.CreatePump;
import dev.penstock.analytics.sql.StatementParser;
import dev.penstock.analytics.table.TableFunctions;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Application code that compiles, as it was parsed: for those who write it in another language. */
public final class CheckedCode {
    private final SourceText source;
    private final List<Statement> statements;
    private final QueryValidator parser;
    private final UserFunctions functions;
    private final Set<String> streamsRead = new HashSet<>();

    private CheckedCode(String code, Map<SqlParserPos, List<TypeKind>> choices) {
        Dialect dialect = new Dialect();
        source = new SourceText(code);
        statements = StatementParser.parse(source, dialect.reserved(), TableFunctions.names());
        parser = new QueryValidator(dialect, new Functions(new JavaCalls()).table(Markers.JOIN));
        functions = new UserFunctions(source, choices);
        for (Statement statement : statements) {
            if (statement instanceof CreateFunction function) {
                functions.add(function, parse(function.body(), function.body().text()));
            }
        }
    }

    /**
     * Compiles code and keeps what was read.
     *
     * @param inputs the streams of its input
     * @param tables the reference tables that its queries may join
     * @throws dev.penstock.platform.aws.AwsException CodeValidationException
     */
    public static CheckedCode of(String code, List<StreamSchema> inputs, List<StreamSchema> tables) {
        Map<SqlParserPos, List<TypeKind>> choices = new HashMap<>();
        ApplicationPlan plan = new ApplicationCompiler().compile(code, inputs, tables, choices);
        CheckedCode checked = new CheckedCode(code, choices);
        plan.pumps().forEach(pump -> pump.query().sources(checked.streamsRead));
        return checked;
    }

    /** The text that places refer to. */
    public SourceText source() {
        return source;
    }

    /** All statements in their order. */
    public List<Statement> statements() {
        return statements;
    }

    /** Names of the streams that queries read. */
    public Set<String> streamsRead() {
        return Set.copyOf(streamsRead);
    }

    /** The query of a pump as the user wrote it, parsed anew at each call. */
    public SqlNode query(CreatePump pump) {
        return parser.parse(pump.query());
    }

    /** An expression with the bodies of the code's functions in the place of their calls. */
    public SqlNode expanded(SqlNode expression) {
        return Objects.requireNonNull(expression.accept(new SqlShuttle() {
            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                Optional<SqlNode> body = functions.expand(call, new Scope(List.of()));
                if (body.isPresent()) {
                    return expanded(body.get());
                }
                boolean isTyped = Markers.is(call.getOperator(), Markers.ARGUMENT)
                        || Markers.is(call.getOperator(), Markers.RESULT);
                return isTyped ? cast(call) : super.visit(call);
            }

            private SqlNode cast(SqlCall typed) {
                SqlNode type = ((SqlCall) typed.operand(1)).operand(1);
                return SqlStdOperatorTable.CAST.createCall(typed.getParserPosition(), expanded(typed.operand(0)), type);
            }
        }));
    }

    /** The length of a stagger window or another expression that was taken out of a query. */
    public SqlNode expression(QueryText query, Piece piece) {
        return parse(query, source.only(piece));
    }

    /** The window that stood behind a stream in FROM. */
    public SqlWindow joinWindow(QueryText query, Piece piece, SqlSelect select) {
        char[] call = source.only(piece).toCharArray();
        "F()".getChars(0, 3, call, query.start());
        SqlNode over = ((SqlCall) parse(query, new String(call))).operand(1);
        if (over instanceof SqlWindow window && window.getRefName() == null) {
            return window;
        }
        SqlNode reference = over instanceof SqlWindow window ? Objects.requireNonNull(window.getRefName()) : over;
        String name = ((SqlIdentifier) reference).getSimple();
        return select.getWindowList().stream()
                .map(SqlWindow.class::cast)
                .filter(window ->
                        name.equals(Objects.requireNonNull(window.getDeclName()).getSimple()))
                .findFirst()
                .orElseThrow();
    }

    private SqlNode parse(QueryText query, String code) {
        return parser.parseExpression(query, code);
    }
}
