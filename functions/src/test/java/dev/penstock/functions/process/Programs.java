package dev.penstock.functions.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Programs that tests need; where one is absent its tests are skipped. */
public final class Programs {
    private Programs() {}

    /** Skips the test when the program is not on the {@code PATH}. */
    public static void require(String program) {
        boolean found = Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
        assumeTrue(found, "no " + program + " on the PATH");
    }
}
