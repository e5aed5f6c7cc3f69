package dev.penstock.analytics.sql;

import dev.penstock.analytics.sql.Statement.CreateFunction;
import dev.penstock.analytics.sql.Statement.CreatePump;
import dev.penstock.analytics.sql.Statement.CreateStream;
import dev.penstock.analytics.sql.Statement.Name;
import dev.penstock.analytics.sql.Statement.Parameter;
import dev.penstock.analytics.sql.Token.Kind;
import dev.penstock.analytics.type.ColumnType;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads CREATE STREAM, CREATE PUMP and CREATE FUNCTION; queries and expressions are left to Calcite.
 *
 * <p>Source: Kinesis Data Analytics SQL Reference, CREATE STREAM, CREATE PUMP, CREATE FUNCTION, Identifiers.
 */
public final class StatementParser {
    private static final int MAX_NAME = 128;

    private final TokenCursor tokens;
    private final Predicate<String> reserved;
    private final Set<String> declared;

    private StatementParser(TokenCursor tokens, Predicate<String> reserved, Set<String> declared) {
        this.tokens = tokens;
        this.reserved = reserved;
        this.declared = declared;
    }

    /**
     * The statements in their order.
     *
     * @param reserved tells which upper-case words must be quoted to be names
     * @param declared functions of queries that are there, and may be declared nevertheless
     * @throws dev.penstock.platform.aws.AwsException CodeValidationException
     */
    public static List<Statement> parse(SourceText source, Predicate<String> reserved, Set<String> declared) {
        return new StatementParser(new TokenCursor(source), reserved, declared).statements();
    }

    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (!tokens.atEnd()) {
            if (!tokens.acceptSymbol(";")) {
                Statement statement = statement();
                if (statement != null) {
                    statements.add(statement);
                }
                if (!tokens.atEnd()) {
                    tokens.expectSymbol(";");
                }
            }
        }
        return statements;
    }

    /** Null for one that says what is so without it. */
    private @Nullable Statement statement() {
        if (!tokens.acceptWord("CREATE")) {
            throw tokens.expected("CREATE STREAM, CREATE PUMP or CREATE FUNCTION");
        }
        if (tokens.acceptWord("OR")) {
            tokens.expectWord("REPLACE");
        }
        if (tokens.acceptWord("STREAM")) {
            return createStream();
        }
        if (tokens.acceptWord("PUMP")) {
            return createPump();
        }
        if (tokens.acceptWord("FUNCTION")) {
            return createFunction();
        }
        throw tokens.expected("STREAM, PUMP or FUNCTION");
    }

    private CreateStream createStream() {
        Name name = name("the name of the stream");
        if ("ERROR_STREAM".equalsIgnoreCase(name.text())) {
            throw tokens.source().error(name.offset(), "error_stream is made by the service; choose another name");
        }
        tokens.expectSymbol("(");
        List<StreamColumn> columns = new ArrayList<>();
        do {
            columns.add(column(columns));
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        description();
        if (tokens.peek().isWord("OPTIONS")) {
            throw tokens.error(tokens.peek(), "OPTIONS of a stream is not supported");
        }
        return new CreateStream(new StreamSchema(name.text(), columns), name.offset());
    }

    private StreamColumn column(List<StreamColumn> before) {
        Name name = name("the name of a column");
        if (before.stream().anyMatch(column -> column.name().equals(name.text()))) {
            throw tokens.source().error(name.offset(), "column %s is declared twice".formatted(name.text()));
        }
        if (name.text().equals(StreamSchema.ROWTIME)) {
            throw tokens.source().error(name.offset(), "ROWTIME is a column of every stream; choose another name");
        }
        ColumnType type = new TypeParser(tokens).type();
        boolean notNull = tokens.acceptWord("NOT");
        if (notNull) {
            tokens.expectWord("NULL");
        }
        return new StreamColumn(name.text(), type, notNull);
    }

    private CreatePump createPump() {
        Name name = name("the name of the pump");
        description();
        tokens.expectWord("AS");
        tokens.expectWord("INSERT");
        tokens.acceptWord("EXPEDITED");
        tokens.expectWord("INTO");
        Name target = name("the name of a stream");
        List<Name> columns = targetColumns();
        return new CreatePump(name.text(), name.offset(), target, columns, query());
    }

    private @Nullable Statement createFunction() {
        Name name = name("the name of the function");
        if (isOfCursor()) {
            declaration(name);
            return null;
        }
        List<Parameter> parameters = parameters();
        tokens.expectWord("RETURNS");
        ColumnType returns = new TypeParser(tokens).type();
        boolean isNullOnNull = characteristics();
        if (!tokens.acceptWord("RETURN")) {
            throw tokens.expected("RETURN and an expression");
        }
        if (tokens.atEnd() || tokens.peek().isSymbol(";")) {
            throw tokens.expected("the expression that the function returns");
        }
        return new CreateFunction(name, parameters, returns, isNullOnNull, rest());
    }

    /** Whether the first parameter is a CURSOR, as in AWS's declaration of GROUP_RANK. */
    private boolean isOfCursor() {
        return tokens.peek().isSymbol("(") && tokens.peek(2).isWord("CURSOR");
    }

    /** A function of a query cannot be written in SQL; one that the service has may be declared. */
    private void declaration(Name name) {
        if (!declared.contains(name.text())) {
            throw tokens.source()
                    .error(
                            name.offset(),
                            "a function of a CURSOR cannot be created; there are %s"
                                    .formatted(String.join(", ", new TreeSet<>(declared))));
        }
        while (!tokens.atEnd() && !tokens.peek().isSymbol(";")) {
            tokens.next();
        }
    }

    private List<Parameter> parameters() {
        tokens.expectSymbol("(");
        List<Parameter> parameters = new ArrayList<>();
        if (tokens.acceptSymbol(")")) {
            return parameters;
        }
        do {
            Name name = name("the name of a parameter");
            if (parameters.stream().anyMatch(other -> other.name().text().equals(name.text()))) {
                throw tokens.source().error(name.offset(), "parameter %s is declared twice".formatted(name.text()));
            }
            parameters.add(new Parameter(name, new TypeParser(tokens).type()));
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return parameters;
    }

    /** What stands between RETURNS type and RETURN; of it all only the treatment of NULL matters. */
    private boolean characteristics() {
        boolean isNullOnNull = false;
        while (!tokens.peek().isWord("RETURN") && !tokens.atEnd()) {
            if (tokens.acceptWord("LANGUAGE")) {
                if (!tokens.acceptWord("SQL")) {
                    throw tokens.error(
                            tokens.peek(), "functions can be written in SQL only: LANGUAGE SQL and RETURN expression");
                }
            } else if (tokens.acceptWord("SPECIFIC")) {
                name("the specific name");
            } else if (tokens.acceptWord("NOT")) {
                tokens.expectWord("DETERMINISTIC");
            } else if (tokens.acceptWord("CONTAINS")) {
                tokens.expectWord("SQL");
            } else if (tokens.acceptWord("READS") || tokens.acceptWord("MODIFIES")) {
                tokens.expectWord("SQL");
                tokens.expectWord("DATA");
            } else if (tokens.acceptWord("RETURNS")) {
                expectWords("NULL", "ON", "NULL", "INPUT");
                isNullOnNull = true;
            } else if (tokens.acceptWord("CALLED")) {
                expectWords("ON", "NULL", "INPUT");
                isNullOnNull = false;
            } else if (!tokens.acceptWord("DETERMINISTIC")) {
                throw tokens.expected("RETURN and an expression");
            }
        }
        return isNullOnNull;
    }

    private void expectWords(String... words) {
        for (String word : words) {
            tokens.expectWord(word);
        }
    }

    private List<Name> targetColumns() {
        List<Name> columns = new ArrayList<>();
        if (tokens.peek().isSymbol("(") && !tokens.peek(1).isWord("SELECT")) {
            tokens.expectSymbol("(");
            do {
                columns.add(name("the name of a column"));
            } while (tokens.acceptSymbol(","));
            tokens.expectSymbol(")");
        }
        return columns;
    }

    private QueryText query() {
        Token first = tokens.peek();
        if (!first.isWord("SELECT") && !first.isSymbol("(")) {
            throw tokens.expected("SELECT");
        }
        return rest();
    }

    /** Everything up to the end of the statement. */
    private QueryText rest() {
        List<Token> query = new ArrayList<>();
        while (!tokens.atEnd() && !tokens.peek().isSymbol(";")) {
            query.add(tokens.next());
        }
        return new QueryReader(tokens.source(), query).read();
    }

    private void description() {
        if (tokens.acceptWord("DESCRIPTION")) {
            tokens.expect(Kind.STRING, "the text of the description");
        }
    }

    private Name name(String what) {
        Token token = tokens.peek();
        if (!token.isName()) {
            throw tokens.expected(what);
        }
        if (token.kind() == Kind.WORD && reserved.test(token.name())) {
            throw tokens.error(
                    token,
                    "%s is a reserved word: write \"%s\" in double quotes to use it as %s"
                            .formatted(token.text(), token.name(), what));
        }
        if (token.name().isEmpty() || token.name().length() > MAX_NAME) {
            throw tokens.error(token, "a name must have 1 to %d characters".formatted(MAX_NAME));
        }
        tokens.next();
        if (tokens.peek().isSymbol(".")) {
            throw tokens.error(token, "qualified names are not supported here; write the name alone");
        }
        return new Name(token.name(), token.start());
    }
}
