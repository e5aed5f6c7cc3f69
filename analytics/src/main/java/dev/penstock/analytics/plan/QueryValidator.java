package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.FreeWords;
import dev.penstock.analytics.sql.QueryText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/** Calcite's parser, validator and converter, with errors that point into the user's code. */
final class QueryValidator {
    private static final Pattern POSITION = Pattern.compile("\\s+at line \\d+, column \\d+\\.?", Pattern.DOTALL);
    private static final Pattern ENCOUNTERED =
            Pattern.compile("Encountered \"(.*?)\"|Incorrect syntax near the keyword '(.*?)'", Pattern.DOTALL);
    private static final int MAX_EXPECTED = 6;

    private final Dialect dialect;
    private final SqlOperatorTable operators;
    private final JavaTypeFactory types = new UnicodeTypes();
    private final RexBuilder rex = new RexBuilder(types);

    QueryValidator(Dialect dialect, SqlOperatorTable operators) {
        this.dialect = dialect;
        this.operators = operators;
    }

    RexBuilder rex() {
        return rex;
    }

    /** The type of row times. */
    RelDataType rowTime() {
        return types.createSqlType(SqlTypeName.TIMESTAMP);
    }

    SqlNode parse(QueryText query) {
        try {
            return NamedWindows.resolved(named(dialect.parser(query.text()).parseQuery()));
        } catch (SqlParseException failure) {
            SqlParserPos at = failure.getPos();
            if (at == null) {
                throw query.source().error(query.start(), String.valueOf(failure.getMessage()));
            }
            throw query.source().error(at.getLineNum(), at.getColumnNum(), message(failure));
        }
    }

    /** @param code an expression where it stands in the code, everything else blanked */
    SqlNode parseExpression(QueryText query, String code) {
        try {
            return named(dialect.parser(code).parseExpression());
        } catch (SqlParseException failure) {
            SqlParserPos at = failure.getPos();
            if (at == null) {
                throw query.source().error(query.start(), String.valueOf(failure.getMessage()));
            }
            throw query.source().error(at.getLineNum(), at.getColumnNum(), message(failure));
        }
    }

    /** Puts back the names for which Calcite has read stand-ins. */
    private static SqlNode named(SqlNode parsed) {
        parsed.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier identifier) {
                List<SqlParserPos> positions = new ArrayList<>();
                List<String> names = new ArrayList<>();
                for (int i = 0; i < identifier.names.size(); i++) {
                    boolean isQuoted = identifier.isComponentQuoted(i);
                    positions.add(identifier.getComponentParserPosition(i));
                    names.add(isQuoted ? identifier.names.get(i) : FreeWords.named(identifier.names.get(i)));
                }
                if (!names.equals(identifier.names)) {
                    identifier.setNames(names, positions);
                }
                return null;
            }
        });
        return parsed;
    }

    /** Checks a rewritten query and converts it; the query must not be used again. */
    RelNode convert(SqlNode query, QueryText text, Catalog catalog) {
        CalciteCatalogReader reader = catalog.reader(types);
        SqlValidator.Config config = SqlValidator.Config.DEFAULT
                .withConformance(dialect.conformance())
                .withTypeCoercionEnabled(false)
                .withIdentifierExpansion(true);
        SqlValidator validator = SqlValidatorUtil.newValidator(operators, reader, types, config);
        try {
            SqlNode validated = validator.validate(query);
            return converter(validator, reader)
                    .convertQuery(validated, false, true)
                    .project();
        } catch (CalciteContextException failure) {
            throw text.source().error(failure.getPosLine(), failure.getPosColumn(), message(failure, catalog));
        } catch (CalciteException | UnsupportedOperationException | IllegalArgumentException failure) {
            throw text.source().error(text.start(), String.valueOf(failure.getMessage()));
        }
    }

    private SqlToRelConverter converter(SqlValidator validator, CalciteCatalogReader reader) {
        HepPlanner planner = new HepPlanner(HepProgram.builder().build(), Contexts.empty());
        SqlToRelConverter.Config config = SqlToRelConverter.config()
                .withTrimUnusedFields(false)
                .withExpand(false)
                .withInSubQueryThreshold(Integer.MAX_VALUE)
                .withRelBuilderConfigTransform(relBuilder -> relBuilder
                        .withSimplify(false)
                        .withSimplifyLimit(false)
                        .withPushJoinCondition(false)
                        .withSimplifyValues(false));
        return new SqlToRelConverter(
                (rowType, queryString, schemaPath, viewPath) -> {
                    throw new IllegalStateException("there are no views");
                },
                validator,
                reader,
                RelOptCluster.create(planner, rex),
                new Convertlets(),
                config);
    }

    private String message(SqlParseException failure) {
        Matcher encountered = ENCOUNTERED.matcher(String.valueOf(failure.getMessage()));
        if (!encountered.find()) {
            String first =
                    String.valueOf(failure.getMessage()).lines().findFirst().orElse("syntax error");
            return POSITION.matcher(first).replaceAll("");
        }
        String found = encountered.group(1) == null ? encountered.group(2) : encountered.group(1);
        String word = found.strip().split("\\s+")[0];
        if (dialect.reserved().test(word.toUpperCase(Locale.ROOT))) {
            return "%s is not expected here; if it is a name, write \"%s\" in double quotes".formatted(word, word);
        }
        if ("<EOF>".equals(word)) {
            return "the query is not complete";
        }
        List<String> expected = failure.getExpectedTokenNames().stream()
                .filter(token -> !token.startsWith("<"))
                .toList();
        return expected.isEmpty() || expected.size() > MAX_EXPECTED
                ? "'%s' is not expected here".formatted(word)
                : "'%s' is not expected here; expected is %s".formatted(word, String.join(" or ", expected));
    }

    private static String message(CalciteContextException failure, Catalog catalog) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String message = Objects.requireNonNullElse(cause.getMessage(), "the query is not valid");
        if (message.startsWith("Object ")) {
            return "%s; there are: %s".formatted(message, catalog.names());
        }
        return message.startsWith("Column ") ? message + "; names without double quotes are read in capitals" : message;
    }

    /** Calcite's own default is Latin-1. */
    private static final class UnicodeTypes extends JavaTypeFactoryImpl {
        UnicodeTypes() {
            super(new TypeSystem());
        }

        @Override
        public Charset getDefaultCharset() {
            return StandardCharsets.UTF_16LE;
        }
    }
}
