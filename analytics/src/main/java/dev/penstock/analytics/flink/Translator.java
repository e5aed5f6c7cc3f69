package dev.penstock.analytics.flink;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Output;
import dev.penstock.analytics.FlinkSql.Ease;
import dev.penstock.analytics.FlinkSql.Options;
import dev.penstock.analytics.FlinkSql.StatementReport;
import dev.penstock.analytics.FlinkSql.Time;
import dev.penstock.analytics.FlinkSql.Translation;
import dev.penstock.analytics.flink.QueryTranslator.Query;
import dev.penstock.analytics.flink.Relation.Column;
import dev.penstock.analytics.input.RecordMapping;
import dev.penstock.analytics.plan.CheckedCode;
import dev.penstock.analytics.sql.Statement;
import dev.penstock.analytics.sql.Statement.CreateFunction;
import dev.penstock.analytics.sql.Statement.CreatePump;
import dev.penstock.analytics.sql.Statement.CreateStream;
import dev.penstock.analytics.sql.Statement.Name;
import dev.penstock.analytics.type.StreamColumn;
import dev.penstock.analytics.type.StreamSchema;
import dev.penstock.platform.aws.AwsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Translates one application: the input becomes a table, a stream that pumps read a view over the queries that fill it, an
 * output a table that a statement set fills.
 */
public final class Translator {
    private final ApplicationSpec spec;
    private final Options options;
    private final CheckedCode code;
    private final List<StreamSchema> inputs;
    private final StreamReads reads;
    private final Remarks inputRemarks = new Remarks();
    private final List<String> tables = new ArrayList<>();
    private final List<String> views = new ArrayList<>();
    private final List<String> inserts = new ArrayList<>();
    private final Map<String, Relation> streams = new HashMap<>();
    private final Map<String, StreamSchema> schemas = new HashMap<>();
    private final Map<Statement, StatementReport> reports = new LinkedHashMap<>();

    /** @throws dev.penstock.platform.aws.AwsException when the code does not compile or the input schema is wrong */
    public Translator(ApplicationSpec spec, Options options) {
        this.spec = spec;
        this.options = options;
        inputs = RecordMapping.of(spec.input()).streams(spec.input());
        List<StreamSchema> references = spec.references().stream()
                .map(reference -> RecordMapping.of(reference).schema())
                .toList();
        code = CheckedCode.of(spec.code(), inputs, references);
        reads = StreamReads.of(code, spec.outputs());
    }

    /** The script, or what stands against it. */
    public Translation translate() {
        String input = inputs.get(0).name();
        SourceTable source = new SourceTable(spec.input(), inputs.get(0), options, inputRemarks);
        List<String> all = new ArrayList<>(source.statements());
        streams.put(input, source.relation());
        all.addAll(others(source.relation()));
        tables.addAll(commented(inputRemarks, all));
        for (Statement statement : code.statements()) {
            if (statement instanceof CreateStream stream) {
                schemas.put(stream.schema().name(), stream.schema());
                create(stream);
            } else if (statement instanceof CreateFunction function) {
                report(function, function.name(), "function " + function.name().text(), new Remarks(), "");
            } else {
                translate((CreatePump) statement);
            }
        }
        List<StatementReport> report = new ArrayList<>();
        report.add(new StatementReport("input " + input, 0, inputRemarks.ease(), inputRemarks.texts(), ""));
        code.statements().forEach(statement -> report.add(reports.get(statement)));
        boolean isComplete = report.stream().noneMatch(StatementReport::isRefused);
        if (isComplete && inserts.isEmpty()) {
            throw new AwsException(
                    "InvalidArgumentException",
                    400,
                    "no pump fills a stream that is sent: there is nothing that Flink could run");
        }
        return new Translation(isComplete ? script() : "", report);
    }

    /**
     * A table of Flink has all shards: the others of the input's streams stay empty, as those of the service do when the
     * stream has one shard only. A second table over the stream would give each row twice.
     */
    private List<String> others(Relation first) {
        List<String> views = new ArrayList<>();
        for (StreamSchema schema : inputs.subList(1, inputs.size())) {
            streams.put(
                    schema.name(), new Relation(schema.name(), schema.name(), first.columns(), first.behind(), true));
            if (reads.isRead(schema.name())) {
                views.add("CREATE TEMPORARY VIEW %s AS\nSELECT *\nFROM %s\nWHERE FALSE;"
                        .formatted(FlinkText.name(schema.name()), FlinkText.name(first.table())));
            }
        }
        if (inputs.size() > 1) {
            inputRemarks.restructured(
                    ("%s has the records of all shards and the %d other streams of the input have none, as in the service"
                                    + " over a stream of one shard: all rows come once, but a window over one of these"
                                    + " streams, or a join of two, sees all shards in the first and none in the others")
                            .formatted(first.table(), inputs.size() - 1));
        }
        return views;
    }

    private void create(CreateStream stream) {
        StreamSchema schema = stream.schema();
        Remarks remarks = new Remarks();
        List<Output> outputs = reads.outputsOf(schema.name());
        for (int number = 0; number < outputs.size(); number++) {
            Output output = outputs.get(number);
            if (schema.columns().stream().anyMatch(StreamColumn::isNotNull)) {
                remarks.add(
                        "NULL for a NOT NULL column ends the job; 'table.exec.sink.not-null-enforcer' = 'DROP' drops"
                                + " the row unseen");
            }
            List<String> columns = schema.columns().stream()
                    .map(column -> "%s %s%s"
                            .formatted(
                                    FlinkText.name(column.name()),
                                    FlinkTypes.name(column.type()),
                                    column.isNotNull() ? " NOT NULL" : ""))
                    .toList();
            tables.addAll(commented(
                    remarks,
                    List.of("CREATE TABLE %s (\n  %s\n) WITH (\n  %s\n);"
                            .formatted(
                                    FlinkText.name(sink(schema.name(), number)),
                                    String.join(",\n  ", columns),
                                    String.join(
                                            ",\n  ",
                                            new Connector(options)
                                                    .sink(output.stream(), "CSV".equals(output.format())))))));
        }
        report(stream, new Name(schema.name(), stream.nameOffset()), "stream " + schema.name(), remarks, "");
    }

    /** A stream that is read and sent, or sent twice, has a view of its name and tables beside it. */
    private String sink(String stream, int number) {
        String first = reads.isView(stream) ? stream + ".output" : stream;
        return number == 0 ? first : first + "." + (number + 1);
    }

    private void translate(CreatePump pump) {
        Remarks remarks = new Remarks();
        List<String> added = new ArrayList<>(views);
        String refusal = "";
        Ease refused = Ease.MECHANICAL;
        try {
            pump(pump, remarks, added);
            views.clear();
            views.addAll(added);
        } catch (Refusal reason) {
            SqlParserPos at = reason.at();
            refusal = String.valueOf(
                    at.getLineNum() == 0
                            ? code.source()
                                    .error(pump.query().start(), String.valueOf(reason.getMessage()))
                                    .getMessage()
                            : code.source()
                                    .error(at.getLineNum(), at.getColumnNum(), String.valueOf(reason.getMessage()))
                                    .getMessage());
            refused = reason.ease();
            String target = pump.target().text();
            // Pumps that read it are looked at all the same.
            streams.computeIfAbsent(target, name -> relation(name, 0, true));
        }
        Name name = new Name(pump.name(), pump.nameOffset());
        report(pump, name, "pump " + pump.name(), remarks, refusal, refusal.isEmpty() ? remarks.ease() : refused);
    }

    private void pump(CreatePump pump, Remarks remarks, List<String> added) {
        String target = pump.target().text();
        StreamSchema schema = schema(target);
        List<String> columns = pump.columns().isEmpty()
                ? schema.columns().stream().map(StreamColumn::name).toList()
                : pump.columns().stream().map(Name::text).toList();
        boolean isView = reads.isView(target);
        List<String> queryViews = new ArrayList<>();
        QueryContext context = new QueryContext(
                code,
                pump.query(),
                pump.name(),
                streams,
                queryViews,
                remarks,
                options.time() instanceof Time.Processing);
        SqlNode parsed = code.query(pump);
        Query query = new QueryTranslator(context).translate(parsed, new Target(schema, columns, isView));
        if (!isView) {
            added.addAll(queryViews);
            if (reads.outputsOf(target).isEmpty()) {
                remarks.add("stream %s is neither sent nor read: its rows are left out".formatted(target));
                return;
            }
            inserts.addAll(commented(remarks, List.of(insert(pump.name(), target, query.sql()))));
            return;
        }
        int writers = reads.writers(target);
        String view = writers == 1 ? target : target + "." + pump.name();
        queryViews.add("CREATE TEMPORARY VIEW %s AS\n%s;".formatted(FlinkText.name(view), query.sql()));
        added.addAll(commented(remarks, queryViews));
        together(
                pump,
                new Query(select(view, schema), query.columns(), query.behind(), query.isTimed()),
                parsed,
                remarks,
                added);
    }

    /** Several pumps that fill one stream become one view, once the last is there. */
    private void together(CreatePump pump, Query query, SqlNode at, Remarks remarks, List<String> added) {
        String target = pump.target().text();
        List<Query> branches = reads.branches(target, query);
        Query all = QueryTranslator.together(branches, at);
        streams.put(target, relation(target, all.behind(), all.isTimed()));
        if (branches.size() < reads.writers(target)) {
            return;
        }
        if (branches.size() > 1) {
            remarks.restructured("stream %s, which several pumps fill, is a view of UNION ALL".formatted(target));
            added.add("CREATE TEMPORARY VIEW %s AS\n%s;".formatted(FlinkText.name(target), all.sql()));
        }
        for (int number = 0; number < reads.outputsOf(target).size(); number++) {
            inserts.add(insert(pump.name(), sink(target, number), output(target)));
        }
    }

    private static String select(String view, StreamSchema schema) {
        List<String> items = new ArrayList<>(List.of(FlinkText.name(Relation.ROWTIME)));
        schema.columns().forEach(column -> items.add(FlinkText.name(column.name())));
        return FlinkText.clause("SELECT", items) + "\nFROM " + FlinkText.name(view);
    }

    private String output(String stream) {
        List<String> items = schema(stream).columns().stream()
                .map(column -> FlinkText.name(column.name()))
                .toList();
        return FlinkText.clause("SELECT", items) + "\nFROM " + FlinkText.name(stream);
    }

    private static String insert(String pump, String sink, String query) {
        return "-- pump %s\nINSERT INTO %s\n%s;".formatted(pump, FlinkText.name(sink), query);
    }

    private StreamSchema schema(String stream) {
        return Objects.requireNonNull(schemas.get(stream));
    }

    private Relation relation(String stream, long behind, boolean isTimed) {
        List<Column> columns = schema(stream).columns().stream().map(Column::of).toList();
        return new Relation(stream, stream, columns, behind, isTimed);
    }

    private static List<String> commented(Remarks remarks, List<String> statements) {
        List<String> lines = new ArrayList<>();
        remarks.texts().forEach(remark -> lines.addAll(FlinkText.comment(remark)));
        List<String> all = new ArrayList<>(statements);
        if (!lines.isEmpty()) {
            all.set(0, String.join("\n", lines) + "\n" + all.get(0));
        }
        return all;
    }

    private void report(Statement statement, Name name, String what, Remarks remarks, String refusal) {
        report(statement, name, what, remarks, refusal, remarks.ease());
    }

    private void report(Statement statement, Name name, String what, Remarks remarks, String refusal, Ease ease) {
        reports.put(
                statement,
                new StatementReport(what, code.source().line(name.offset()), ease, remarks.texts(), refusal));
    }

    private String script() {
        List<String> parts = new ArrayList<>();
        StringBuilder settings = new StringBuilder("SET 'table.local-time-zone' = 'UTC';\n");
        settings.append("SET 'table.exec.sink.type-length-enforcer' = 'TRIM_PAD';");
        if (!(options.time() instanceof Time.Processing)) {
            settings.append("\nSET 'table.exec.source.idle-timeout' = '10 s';");
        }
        parts.add(settings.toString());
        parts.addAll(tables);
        parts.addAll(views);
        parts.add("EXECUTE STATEMENT SET BEGIN\n" + String.join("\n", inserts) + "\nEND;");
        return String.join("\n\n", parts) + "\n";
    }

    /** Which streams are read, written and sent. */
    private record StreamReads(
            Set<String> read, Map<String, Integer> writtenBy, List<Output> outputs, Map<String, List<Query>> parts) {

        static StreamReads of(CheckedCode code, List<Output> declared) {
            Set<String> read = code.streamsRead();
            Map<String, Integer> writers = new LinkedHashMap<>();
            List<Output> leaves = new ArrayList<>();
            for (Statement statement : code.statements()) {
                if (statement instanceof CreatePump pump) {
                    writers.merge(pump.target().text(), 1, Integer::sum);
                } else if (statement instanceof CreateStream stream
                        && !read.contains(stream.schema().name())) {
                    String name = stream.schema().name();
                    leaves.add(new Output(name, name, "JSON"));
                }
            }
            return new StreamReads(read, writers, declared.isEmpty() ? leaves : declared, new HashMap<>());
        }

        boolean isRead(String stream) {
            return read.contains(stream);
        }

        /** Whether its rows go to more than one place. */
        boolean isView(String stream) {
            return read.contains(stream) || outputsOf(stream).size() > 1;
        }

        int writers(String stream) {
            return writtenBy.getOrDefault(stream, 0);
        }

        List<Output> outputsOf(String stream) {
            return outputs.stream()
                    .filter(output -> output.inApplicationStream().equals(stream))
                    .toList();
        }

        List<Query> branches(String stream, Query next) {
            List<Query> all = parts.computeIfAbsent(stream, name -> new ArrayList<>());
            all.add(next);
            return all;
        }
    }
}
