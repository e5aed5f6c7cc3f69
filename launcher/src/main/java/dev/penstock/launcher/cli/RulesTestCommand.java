package dev.penstock.launcher.cli;

import dev.penstock.launcher.ruletest.CaseFile;
import dev.penstock.launcher.ruletest.CaseFiles;
import dev.penstock.launcher.ruletest.UnusableFilesException;
import dev.penstock.rules.RuleCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
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

/** Runs files of rule tests. Exit code 0 when all passed, 1 when one failed, 2 when a file cannot be used. */
@Command(
        name = "test",
        description = {
            "Run files of rule tests; no pipeline is started.",
            "A file holds JSON lines, or is a *.rule.yaml; docs/rules.md describes both. A folder stands for all"
                    + " *.jsonl and *.rule.yaml in it and below."
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {"0:every case passed", "1:a case failed", "2:wrong use, or a file that cannot be used"},
        mixinStandardHelpOptions = true)
final class RulesTestCommand implements Callable<Integer> {
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
        List<CaseFile> files = find();
        PrintWriter screen = spec.commandLine().getOut();
        List<String> unusable = new ArrayList<>();
        CaseReport report = json ? new JsonCaseReport(screen) : new TextCaseReport(screen);
        for (CaseFile file : files) {
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

    private List<CaseFile> find() {
        try {
            return CaseFiles.find(named);
        } catch (UnusableFilesException wrong) {
            throw new UserException(String.valueOf(wrong.getMessage()));
        }
    }

    /** @return why the file cannot be used; empty when it can */
    private static String run(CaseFile file, CaseReport report) {
        try (Stream<RuleCase> cases = file.cases()) {
            Iterator<RuleCase> each = cases.iterator();
            if (!each.hasNext()) {
                return "%s: there are no cases in the file".formatted(file.path());
            }
            while (each.hasNext()) {
                report.add(CaseOutcome.of(each.next()));
            }
            return "";
        } catch (IOException unreadable) {
            return "%s: the file cannot be read: %s".formatted(file.path(), unreadable.getMessage());
        } catch (UncheckedIOException broken) {
            return "%s: the file cannot be read to its end: %s".formatted(file.path(), broken.getMessage());
        }
    }
}
