package dev.penstock.prover;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The program: {@code java -jar flink-prover.jar FILE...}. */
public final class Main {
    private Main() {}

    /** Ends the JVM with the exit code of {@link ProveCommand}. */
    public static void main(String[] arguments) {
        PrintWriter screen = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        int code = new CommandLine(new ProveCommand()).setOut(screen).execute(arguments);
        screen.flush();
        System.exit(code);
    }
}
