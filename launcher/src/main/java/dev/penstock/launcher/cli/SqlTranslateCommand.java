package dev.penstock.launcher.cli;

import dev.penstock.analytics.ApplicationSpec;
import dev.penstock.analytics.ApplicationSpec.Output;
import dev.penstock.analytics.FlinkSql;
import dev.penstock.analytics.FlinkSql.Options;
import dev.penstock.analytics.FlinkSql.StatementReport;
import dev.penstock.analytics.FlinkSql.Time;
import dev.penstock.analytics.FlinkSql.Translation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Translates application code to a script for Apache Flink SQL. */
@Command(
        name = "translate",
        description = {
            "Write a Flink SQL script that does what application code does. What Flink SQL cannot say is refused with"
                    + " its place and the way by hand; then there is no script.",
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:the script is complete", "1:a statement cannot be translated", "2:wrong use or input"},
        mixinStandardHelpOptions = true)
final class SqlTranslateCommand implements Callable<Integer> {
    private static final int REFUSED = 1;

    @Parameters(paramLabel = "FILE", description = "Application code")
    private Path code = Path.of("");

    @Option(
            names = "--input-schema",
            required = true,
            paramLabel = "FILE",
            description =
                    "JSON of an Input (with NamePrefix and InputSchema) or of an InputSchema, as the service's API has"
                            + " it")
    private Path schema = Path.of("");

    @Option(names = "--to", defaultValue = "flink", description = "flink. Default: ${DEFAULT-VALUE}")
    private String language = "flink";

    @Option(
            names = "--time",
            defaultValue = "arrival",
            description = "What decides the time of a row: arrival, proctime or a TIMESTAMP column of the input schema."
                    + " Default: ${DEFAULT-VALUE}")
    private String time = "arrival";

    @Option(
            names = "--stream",
            defaultValue = "input",
            description = "Kinesis stream to read. Default: ${DEFAULT-VALUE}")
    private String stream = "input";

    @Option(
            names = "--output",
            paramLabel = "STREAM=KINESIS_STREAM",
            description =
                    "An in-application stream and where its rows go as JSON; may be repeated. Default: every stream that"
                            + " no pump reads, to a Kinesis stream of its name")
    private Map<String, String> outputs = Map.of();

    @Option(
            names = "--region",
            defaultValue = "us-east-1",
            description = "Region of streams. Default: ${DEFAULT-VALUE}")
    private String region = "us-east-1";

    @Option(
            names = "--account",
            defaultValue = "000000000000",
            description = "Account of the streams. Default: ${DEFAULT-VALUE}")
    private String account = "000000000000";

    @Option(names = "--endpoint", description = "Address of Kinesis when it is not AWS's own")
    private @Nullable String endpoint;

    @Option(
            names = "--runtime",
            defaultValue = "FLINK-2_2",
            description =
                    "FlinkRuntime of Managed Service for Apache Flink: FLINK-2_2 or FLINK-1_19. Default: ${DEFAULT-VALUE}")
    private String runtime = "FLINK-2_2";

    @Option(names = "--report", description = "Print what was done with each statement instead of the script")
    private boolean report;

    @Option(
            names = "--artifact",
            paramLabel = "FOLDER",
            description = "Write a Maven project there whose jar runs the script on Managed Service for Apache Flink,"
                    + " instead of printing the script; docs/flink.md says how to go on")
    private @Nullable Path artifact;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (!language.equals("flink")) {
            throw new UserException("--to %s: scripts can be written for flink only".formatted(language));
        }
        List<Output> sent = outputs.entrySet().stream()
                .map(output -> new Output(output.getKey(), output.getValue(), "JSON"))
                .toList();
        ApplicationSpec application =
                new ApplicationSpec("app", read(code), InputSchemaFile.read(schema, read(schema), stream), sent);
        Translation translation =
                FlinkSql.translate(application, new Options(time(), region, account, endpoint, "kinesis", runtime()));
        PrintWriter screen = spec.commandLine().getOut();
        if (report) {
            translation.statements().forEach(statement -> print(statement, screen));
        } else {
            if (artifact == null) {
                screen.print(translation.script());
            } else if (translation.isComplete()) {
                write(FlinkSql.project(translation, runtime()), artifact, screen);
            }
            translation.statements().stream()
                    .filter(StatementReport::isRefused)
                    .forEach(refused -> spec.commandLine()
                            .getErr()
                            .println("penstock: %s: %s".formatted(refused.statement(), refused.refusal())));
        }
        screen.flush();
        return translation.isComplete() ? 0 : REFUSED;
    }

    private FlinkSql.FlinkRuntime runtime() {
        return Stream.of(FlinkSql.FlinkRuntime.values())
                .filter(known -> known.toString().equals(runtime))
                .findFirst()
                .orElseThrow(() -> new UserException("--runtime %s: there are %s"
                        .formatted(
                                runtime,
                                Stream.of(FlinkSql.FlinkRuntime.values())
                                        .map(FlinkSql.FlinkRuntime::toString)
                                        .collect(Collectors.joining(" and ")))));
    }

    private Time time() {
        return switch (time.toLowerCase(Locale.ROOT)) {
            case "arrival" -> new Time.Arrival();
            case "proctime" -> new Time.Processing();
            default -> new Time.OfColumn(time);
        };
    }

    private static void print(StatementReport statement, PrintWriter screen) {
        String place = statement.line() == 0 ? "" : " (line %d)".formatted(statement.line());
        screen.println("%c  %s%s: %s"
                .formatted(
                        statement.ease().letter(),
                        statement.statement(),
                        place,
                        statement.isRefused() ? "refused" : statement.ease().meaning()));
        statement.remarks().forEach(remark -> screen.println("   - " + remark));
        statement.refusal().lines().forEach(line -> screen.println("   " + line));
    }

    private static void write(Map<String, String> files, Path folder, PrintWriter screen) {
        files.forEach((name, text) -> {
            Path file = folder.resolve(name);
            try {
                Files.createDirectories(file.resolveSibling(""));
                Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException exists) {
                throw new UserException("%s is there already: name a new folder".formatted(file));
            } catch (IOException refused) {
                throw new UserException("cannot write %s: %s".formatted(file, refused.getMessage()));
            }
            screen.println(file);
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UserException("cannot read %s: %s".formatted(file, unreadable.getMessage()));
        }
    }
}
