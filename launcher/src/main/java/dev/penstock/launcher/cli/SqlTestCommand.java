package dev.penstock.launcher.cli;

import dev.penstock.analytics.SqlCase;
import dev.penstock.analytics.SqlCases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs files of SQL tests. Exit code 0 when all passed, 1 when one failed, 2 when a file cannot be used. */
@Command(
        name = "test",
        description = {
            "Run files of tests for Kinesis Data Analytics SQL under a clock of their own; no pipeline is started.",
            "A file holds one case a line as JSON; docs/sql-cases.md describes it. A folder stands for all *.jsonl in it"
                    + " and below."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:every case passed", "1:a case failed", "2:wrong use, or a file that cannot be used"},
        mixinStandardHelpOptions = true)
final class SqlTestCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files and folders, run in this order")
    private List<Path> named = List.of();

    @Option(names = "--json", description = "Print one JSON document, for tools")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<Path> files = LineFiles.find(named);
        PrintWriter screen = spec.commandLine().getOut();
        List<String> unusable = new ArrayList<>();
        CaseReport report = json ? new JsonCaseReport(screen) : new TextCaseReport(screen);
        for (Path file : files) {
            String problem = run(file, report);
            if (!problem.isEmpty()) {
                unusable.add(problem);
                spec.commandLine().getErr().println("penstock: " + problem);
            }
        }
        report.end(unusable);
        screen.flush();
        return !unusable.isEmpty() ? UNUSABLE : report.failed() > 0 ? FAILED : 0;
    }

    /** @return why the file cannot be used; empty when it can */
    private static String run(Path file, CaseReport report) {
        try (Stream<SqlCase> cases = SqlCases.read(file.toString(), Files.newInputStream(file))) {
            Iterator<SqlCase> each = cases.iterator();
            if (!each.hasNext()) {
                return "%s: there are no cases in the file".formatted(file);
            }
            while (each.hasNext()) {
                report.add(CaseOutcome.of(each.next()));
            }
            return "";
        } catch (IOException unreadable) {
            return "%s: the file cannot be read: %s".formatted(file, unreadable.getMessage());
        } catch (UncheckedIOException broken) {
            return "%s: the file cannot be read to its end: %s".formatted(file, broken.getMessage());
        }
    }
}
