package dev.penstock.analytics.plan;

import dev.penstock.analytics.sql.SourceText;
import dev.penstock.analytics.sql.Statement;
import dev.penstock.analytics.sql.Statement.CreateFunction;
import dev.penstock.analytics.sql.Statement.CreatePump;
import dev.penstock.analytics.sql.Statement.CreateStream;
import dev.penstock.analytics.sql.StatementParser;
import dev.penstock.analytics.table.TableFunctions;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.analytics.type.TypeKind;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
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

    /** Compiles the code of an application with one input stream. */
    public ApplicationPlan compile(String code, StreamSchema input, List<StreamSchema> tables) {
        return compile(code, List.of(input), tables);
    }

    /**
     * Compiles the code of an application.
     *
     * @param inputs the streams of its input
     * @param tables the reference tables that its queries may join
     * @throws AwsException CodeValidationException
     */
    public ApplicationPlan compile(String code, List<StreamSchema> inputs, List<StreamSchema> tables) {
        return compile(code, inputs, tables, new HashMap<>());
    }

    /** @param choices gets which function each call of an overloaded one means, by its place */
    ApplicationPlan compile(
            String code,
            List<StreamSchema> inputs,
            List<StreamSchema> tables,
            Map<SqlParserPos, List<TypeKind>> choices) {
        if (code.length() > MAX_CODE) {
            throw SourceText.codeError("the code has %d characters, %d are allowed".formatted(code.length(), MAX_CODE));
        }
        return new Compilation(new SourceText(code), inputs, tables, choices).run();
    }

    /** The state of one compilation. */
    private final class Compilation {
        private final SourceText source;
        private final List<StreamSchema> inputs;
        private final List<StreamSchema> tables;
        private final Catalog catalog = new Catalog();
        private final UserFunctions userFunctions;
        private final List<StreamSchema> streams = new ArrayList<>();
        private final List<PumpPlan> pumps = new ArrayList<>();
        private final Map<String, Set<String>> readers = new HashMap<>();

        Compilation(
                SourceText source,
                List<StreamSchema> inputs,
                List<StreamSchema> tables,
                Map<SqlParserPos, List<TypeKind>> choices) {
            this.source = source;
            this.inputs = inputs;
            this.tables = tables;
            userFunctions = new UserFunctions(source, choices);
        }

        ApplicationPlan run() {
            inputs.forEach(catalog::add);
            tables.forEach(catalog::addTable);
            for (Statement statement : StatementParser.parse(source, dialect.reserved(), TableFunctions.names())) {
                if (statement instanceof CreateStream stream) {
                    create(stream);
                } else if (statement instanceof CreatePump pump) {
                    create(pump);
                } else if (statement instanceof CreateFunction function) {
                    create(function);
                } else {
                    throw new AssertionError(statement);
                }
            }
            return new ApplicationPlan(inputs, streams, pumps);
        }

        private void create(CreateFunction statement) {
            SqlNode body = new QueryValidator(dialect, functions.table(Markers.JOIN))
                    .parseExpression(statement.body(), statement.body().text());
            if (functions.isSupported(statement.name().text())) {
                throw source.error(
                        statement.name().offset(),
                        "%s is a function of the service; choose another name"
                                .formatted(statement.name().text()));
            }
            new QueryGuard(source, functions, userFunctions).checkExpression(body);
            userFunctions.add(statement, body);
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
            if (inputs.stream().anyMatch(input -> input.name().equals(name))) {
                throw source.error(
                        statement.target().offset(),
                        "%s is %s input stream; pumps cannot insert into it"
                                .formatted(name, inputs.size() == 1 ? "the" : "an"));
            }
            return catalog.find(name)
                    .filter(entry -> !entry.isTable())
                    .map(Catalog.Entry::schema)
                    .orElseThrow(() -> source.error(
                            statement.target().offset(),
                            "there is no stream %s at this point of the code; there are: %s (names without double"
                                            .formatted(name, catalog.names())
                                    + " quotes are read in capitals)"));
        }

        private PlanNode query(CreatePump statement, InsertTarget insert, int[] columns) {
            QueryCompiler.Compiled query = new QueryCompiler(
                            statement.query(), catalog, dialect, functions, userFunctions, java)
                    .compile(parsed -> insert.typeNulls(parsed, columns));
            boolean isTimeOnly = query.timeColumn() >= 0 && query.row().getFieldCount() == columns.length + 1;
            if (isTimeOnly) {
                query = query.withoutTime();
            }
            for (Relation.Column column : query.columns()) {
                if (!column.fields().isEmpty()) {
                    throw source.error(
                            statement.query().start(),
                            "column %s is a record, which no stream can hold; insert its fields, for example t.%s.%s of a query"
                                            .formatted(
                                                    column.name(),
                                                    column.name(),
                                                    column.fields().get(0))
                                    + " t in FROM");
                }
            }
            insert.check(query.row(), columns, query.positions());
            PlanNode plan = query.timed(false);
            refuseCycle(statement, plan);
            writes(statement, query.hasOwnTime());
            return plan;
        }

        /** Rows whose time a query sets cannot be mixed with others. */
        private void writes(CreatePump statement, boolean hasOwnTime) {
            String target = statement.target().text();
            boolean isMixed =
                    pumps.stream().anyMatch(pump -> pump.target().name().equals(target))
                            && (hasOwnTime || catalog.hasOwnTime(target));
            if (isMixed) {
                throw source.error(
                        statement.target().offset(),
                        "stream %s has rows whose time a query sets (AS ROWTIME); no second pump can insert into it"
                                .formatted(target));
            }
            if (hasOwnTime && readers.containsKey(target)) {
                throw source.error(
                        statement.target().offset(),
                        "pump %s sets the row time of stream %s (AS ROWTIME); write it before the pumps that read the stream"
                                .formatted(statement.name(), target));
            }
            if (hasOwnTime) {
                catalog.setOwnTime(target);
            }
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
}
