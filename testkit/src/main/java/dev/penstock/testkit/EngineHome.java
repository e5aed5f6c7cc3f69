package dev.penstock.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds the distribution: the folder with {@code penstock.jar} and, beside it, {@code lib}. */
final class EngineHome {
    private static final String PARAMETER = "penstock.home";
    private static final String VARIABLE = "PENSTOCK_HOME";
    private static final String JAR = "penstock.jar";

    private EngineHome() {}

    /** The path of {@code penstock.jar}. */
    static Path jar(ExtensionContext context) {
        return jar(
                context.getConfigurationParameter(PARAMETER),
                "@Penstock on " + context.getRequiredTestClass().getName());
    }

    /** The same where there is no context, so that JUnit's own configuration is not seen. */
    static Path jar(String user) {
        return jar(Optional.ofNullable(System.getProperty(PARAMETER)), user);
    }

    private static Path jar(Optional<String> configured, String user) {
        return configured
                .map(home -> jarIn(home, PARAMETER))
                .or(() -> fromEnvironment(System.getenv()))
                .or(() -> builtAbove(Path.of("")))
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "%s needs the Penstock distribution and does not know where it is: set the system property %s (or the environment variable %s) to the folder that holds %s and lib"
                                .formatted(user, PARAMETER, VARIABLE, JAR)));
    }

    static Optional<Path> fromEnvironment(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE)).map(home -> jarIn(home, VARIABLE));
    }

    /** Inside Penstock's own build: what the launcher module has packaged, in this folder or one above. */
    static Optional<Path> builtAbove(Path folder) {
        for (Path above = folder.toAbsolutePath(); above != null; above = above.getParent()) {
            Path jar = above.resolve("launcher").resolve("target").resolve(JAR);
            if (Files.isRegularFile(jar)) {
                return Optional.of(jar);
            }
        }
        return Optional.empty();
    }

    private static Path jarIn(String home, String source) {
        Path jar = Path.of(home).toAbsolutePath().resolve(JAR);
        if (!Files.isRegularFile(jar)) {
            throw new ExtensionConfigurationException(
                    "%s is '%s', but there is no %s in it: name the folder that holds %s and lib"
                            .formatted(source, home, JAR, JAR));
        }
        return jar;
    }
}
