package dev.penstock.launcher.cli;

import dev.penstock.launcher.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts the prover, which brings Flink, as a program of its own: Flink is not part of the launcher (ADR 0020). */
@Command(
        name = "prove",
        description = {
            "Run the records of case files through the engine and, translated, through Flink's MiniCluster, and compare"
                    + " the rows. docs/flink.md describes it.",
            "Needs the module analytics/flink-prover: mvn -B -ntp -DskipTests package -pl analytics/flink-prover -am",
        },
        exitCodeListHeading = "Exit code:%n",
        exitCodeList = {
            "0:no case differs but those known to",
            "1:a case differs",
            "2:wrong use, a file that cannot be used, or no prover"
        },
        mixinStandardHelpOptions = true)
final class SqlProveCommand implements Callable<Integer> {
    private static final String JAR = "flink-prover.jar";

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Case files as of 'sql test'")
    private List<Path> files = List.of();

    @Option(
            names = "--known",
            paramLabel = "FILE",
            description = "Cases that must differ, lines of 'id: reason'; the reason must stand in the script")
    private @Nullable Path known;

    @Option(
            names = "--prover",
            paramLabel = "JAR",
            description = "The prover. Default: the one of the project that the launcher was built in")
    private @Nullable Path prover;

    @Override
    public Integer call() throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-jar",
                jar().toString()));
        if (known != null) {
            command.add("--known=" + known);
        }
        LineFiles.find(files).stream().map(Path::toString).forEach(command::add);
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException unusable) {
            throw new UserException("the prover cannot be started: " + unusable.getMessage());
        }
    }

    private Path jar() {
        Path folder = Distribution.folder();
        Path jar = prover != null
                ? prover
                : folder.resolve(Path.of("..", "..", "analytics", "flink-prover", "target", JAR))
                        .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new UserException("""
                    there is no %s. Flink is not part of the launcher; build the prover in the project's folder with
                      mvn -B -ntp -DskipTests package -pl analytics/flink-prover -am
                    or name its jar with --prover""".formatted(jar));
        }
        return jar;
    }
}
