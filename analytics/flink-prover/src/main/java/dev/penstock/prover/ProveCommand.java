package dev.penstock.prover;

import dev.penstock.analytics.SqlCase;
import dev.penstock.analytics.SqlCases;
import dev.penstock.prover.Proof.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves all cases of files and prints what differs. */
@Command(
        name = "prove",
        description = {
            "Run the records of case files through the engine and, translated, through Flink's MiniCluster, and compare"
                    + " the rows as multisets.",
            "Of a case that differs: '-' a row that only the engine gives, '+' one that only Flink gives, then the script.",
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {
            "0:no case differs but those known to",
            "1:a case differs",
            "2:wrong use or a file that cannot be used"
        },
        mixinStandardHelpOptions = true)
final class ProveCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final int UNUSABLE = 2;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Case files, one JSON object a line")
    private List<Path> files = List.of();

    @Option(
            names = "--known",
            paramLabel = "FILE",
            description = "Cases that must differ, lines of 'id: reason'; the reason must stand in the script")
    private @Nullable Path known;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter screen = spec.commandLine().getOut();
        ProofReport report = new ProofReport(screen);
        KnownDifferences differences;
        try (Prover prover = Prover.start()) {
            differences = known == null ? KnownDifferences.NONE : KnownDifferences.read(known);
            for (Path file : files) {
                prove(file, prover, differences, report);
            }
        } catch (IOException | IllegalArgumentException unusable) {
            screen.flush();
            spec.commandLine().getErr().println("penstock: " + unusable.getMessage());
            return UNUSABLE;
        }
        report.end();
        screen.flush();
        return report.count(Verdict.DIFFERENT) > 0 ? DIFFERENT : 0;
    }

    private static void prove(Path file, Prover prover, KnownDifferences known, ProofReport report)
            throws IOException, InterruptedException {
        if (!Files.isReadable(file)) {
            throw new IOException("%s: the file cannot be read".formatted(file));
        }
        try (Stream<SqlCase> cases = SqlCases.read(file.toString(), Files.newInputStream(file))) {
            for (Iterator<SqlCase> each = cases.iterator(); each.hasNext(); ) {
                SqlCase one = each.next();
                report.add(one, known.judge(one.id(), prover.prove(one)));
            }
        }
    }
}
