package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.QueryText;
import dev.penstock.analytics.sql.SourceText;
import dev.penstock.analytics.sql.Statement;
import dev.penstock.analytics.sql.Statement.CreatePump;
import dev.penstock.analytics.sql.Statement.CreateStream;
import dev.penstock.analytics.sql.StatementParser;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles application code. Everything that cannot be carried out exactly is refused here, when the application is
 * created, with the place in the code.
 */
public final class ApplicationCompiler {
    private static final Logger log = LoggerFactory.getLogger(ApplicationCompiler.class);
    private static final int MAX_CODE = 102_400;

    private final Dialect dialect = new Dialect();
    private final JavaCalls java = new JavaCalls();
    private final Functions functions = new Functions(java);

    /**
     * Compiles the code of an application.
     *
     * @throws AwsException CodeValidationException
     */
    public ApplicationPlan compile(String code, StreamSchema input) {
        if (code.length() > MAX_CODE) {
            throw SourceText.codeError("the code has %d characters, %d are allowed".formatted(code.length(), MAX_CODE));
        }
        return new Compilation(new SourceText(code), input).run();
    }

    /** The state of one compilation. */
    private final class Compilation {
        private final SourceText source;
        private final StreamSchema input;
        private final Catalog catalog = new Catalog();
        private final List<StreamSchema> streams = new ArrayList<>();
        private final List<PumpPlan> pumps = new ArrayList<>();
        private final Map<String, Set<String>> readers = new HashMap<>();

        Compilation(SourceText source, StreamSchema input) {
            this.source = source;
            this.input = input;
        }

        ApplicationPlan run() {
            catalog.add(input);
            for (Statement statement : StatementParser.parse(source, dialect.reserved())) {
                if (statement instanceof CreateStream stream) {
                    create(stream);
                } else if (statement instanceof CreatePump pump) {
                    create(pump);
                } else {
                    throw new AssertionError(statement);
                }
            }
            return new ApplicationPlan(input, streams, pumps);
        }

        private void create(CreateStream statement) {
            StreamSchema schema = statement.schema();
            if (catalog.find(schema.name()).isPresent()) {
                throw source.error(statement.nameOffset(), "stream %s is there already".formatted(schema.name()));
            }
            catalog.add(schema);
            streams.add(schema);
        }

        private void create(CreatePump statement) {
            if (pumps.stream().anyMatch(pump -> pump.name().equals(statement.name()))) {
                throw source.error(statement.nameOffset(), "pump %s is there already".formatted(statement.name()));
            }
            StreamSchema target = target(statement);
            InsertTarget insert = new InsertTarget(statement, target);
            int[] columns = insert.columns();
            try {
                pumps.add(new PumpPlan(statement.name(), target, columns, query(statement, insert, columns)));
            } catch (AwsException refused) {
                throw refused;
            } catch (Unsupported refusal) {
                throw refusal.in(statement.query());
            } catch (StackOverflowError tooDeep) {
                throw source.error(statement.query().start(), "the query is nested too deeply");
            } catch (RuntimeException | AssertionError failure) {
                log.warn("the query of pump {} does not compile, please report it", statement.name(), failure);
                throw source.error(
                        statement.query().start(), "Penstock cannot compile this query: " + failure.getMessage());
            }
        }

        private StreamSchema target(CreatePump statement) {
            String name = statement.target().text();
            if (name.equals(input.name())) {
                throw source.error(
                        statement.target().offset(),
                        "%s is the input stream; pumps cannot insert into it".formatted(name));
            }
            return catalog.find(name)
                    .orElseThrow(() -> source.error(
                            statement.target().offset(),
                            "there is no stream %s at this point of the code; there are: %s (names without double"
                                            .formatted(name, catalog.names())
                                    + " quotes are read in capitals)"));
        }

        private PlanNode query(CreatePump statement, InsertTarget insert, int[] columns) {
            QueryText text = statement.query();
            QueryValidator validator = new QueryValidator(dialect, functions.table());
            SqlNode parsed = validator.parse(text);
            new QueryGuard(source, functions).check(parsed);
            SqlNode rewritten = new QueryRewriter(source, catalog, functions).rewrite(parsed);
            List<SqlParserPos> positions = items(rewritten);
            RelNode relation = validator.convert(rewritten, text, catalog);
            insert.check(relation.getRowType(), columns, positions);
            PlanNode plan = planner(validator).plan(relation);
            refuseCycle(statement, plan);
            return plan;
        }

        private Planner planner(QueryValidator validator) {
            Semantics semantics = new Semantics(validator.rex(), functions, java);
            ExpressionCompiler compiler = new ExpressionCompiler(validator.rex(), dialect.conformance());
            return new Planner(validator.rex(), functions, new Steps(validator.rex(), semantics, compiler));
        }

        private void refuseCycle(CreatePump statement, PlanNode plan) {
            String target = statement.target().text();
            Set<String> sources = new HashSet<>();
            plan.sources(sources);
            for (String stream : sources) {
                readers.computeIfAbsent(stream, name -> new HashSet<>()).add(target);
            }
            if (sources.stream().anyMatch(stream -> reaches(target, stream, new HashSet<>()))) {
                throw source.error(
                        statement.target().offset(),
                        "pump %s would send rows of stream %s in a circle".formatted(statement.name(), target));
            }
        }

        private boolean reaches(String from, String to, Set<String> seen) {
            if (from.equals(to)) {
                return true;
            }
            return seen.add(from)
                    && readers.getOrDefault(from, Set.of()).stream().anyMatch(next -> reaches(next, to, seen));
        }
    }

    /** Where the items of the first SELECT list stand. */
    private static List<SqlParserPos> items(SqlNode query) {
        if (query instanceof SqlSelect select) {
            return IntStream.range(0, select.getSelectList().size())
                    .mapToObj(i -> select.getSelectList().get(i).getParserPosition())
                    .toList();
        }
        return items(((SqlCall) query).<SqlNode>operand(0));
    }
}
