package dev.penstock.prover;

import dev.penstock.analytics.FlinkSql;
import dev.penstock.analytics.FlinkSql.Options;
import dev.penstock.analytics.FlinkSql.Time;
import dev.penstock.analytics.FlinkSql.Translation;
import dev.penstock.analytics.SqlCase;
import dev.penstock.analytics.SqlCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Rows a second of Flink: translated cases over the records of a file, again and again, from JSON bytes to JSON bytes. What planning and
 * starting a job takes is measured by jobs of one record and left out. The bench of the engine starts it in a JVM of its own.
 */
@Command(name = "load", description = "Rows a second of Flink on the records of case files, lines of 'id rows/s'")
public final class Load implements Callable<Integer> {
    private static final double NANOS = 1e9;

    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--input", required = true, description = "records, one a line; those of the cases are not used")
    private Path input = Path.of("");

    @Option(names = "--records", defaultValue = "1000000")
    private long records;

    @Option(names = "--rounds", description = "the best one counts", defaultValue = "5")
    private int rounds;

    private Load() {}

    /** Runs with {@code --help} for the options. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Load()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("penstock-load");
        try (FlinkCluster cluster = FlinkCluster.start();
                Stream<SqlCase> cases = SqlCases.read(file.toString(), Files.newInputStream(file))) {
            for (SqlCase one : cases.toList()) {
                double best = measure(one.recording().orElseThrow(), cluster, folder);
                System.out.println("%s %.0f".formatted(one.id(), best).toLowerCase(Locale.ROOT));
            }
        }
        return 0;
    }

    private double measure(SqlCase.Recording recording, FlinkCluster cluster, Path folder)
            throws IOException, ExecutionException, InterruptedException {
        Path recorded = RecordFile.input(folder, recording.application().input().stream());
        try (Stream<String> lines = Files.lines(input)) {
            RecordFile.write(
                    recorded,
                    lines.map(line -> line.getBytes(StandardCharsets.UTF_8)).toList());
        }
        Translation translation = FlinkSql.translate(
                recording.application(),
                new Options(new Time.Processing(), "us-east-1", "000000000000", null, RecordedTableFactory.IDENTIFIER));
        run(translation, 1, cluster, folder);
        double best = 0;
        for (int i = 0; i < rounds; i++) {
            long start = run(translation, 1, cluster, folder);
            long all = run(translation, records, cluster, folder);
            best = Math.max(best, (records - 1) * NANOS / (all - start));
        }
        return best;
    }

    /** @return nanoseconds from the script to the end of the job */
    private static long run(Translation translation, long records, FlinkCluster cluster, Path folder)
            throws ExecutionException, InterruptedException {
        StreamTableEnvironment tables = cluster.environment(folder);
        tables.getConfig().set(RecordedTableFactory.RECORDS, records);
        tables.getConfig().set(RecordedTableFactory.DISCARD, true);
        long begin = System.nanoTime();
        FlinkCluster.run(translation.script(), tables);
        return System.nanoTime() - begin;
    }
}
