package dev.penstock.examples.warnings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Penstock;
import dev.penstock.testkit.Pipeline;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class PythonHandlerIT {

    @Nested
    @Penstock("template-python-stdlib.yaml")
    @EnabledIf(
            value = "dev.penstock.examples.warnings.PythonHandlerIT#hasPython",
            disabledReason = "python3 is not on the PATH")
    class StandardLibraryOnly {
        @Test
        void onlyTheHotDeviceIsWarnedOf(Pipeline pipeline) {
            warnsOfTheHotDeviceOnly(pipeline);
        }

        @Test
        void malformedEventHarmsNoOther(Pipeline pipeline) {
            pipeline.device("odd").publish("{\"temperature\": \"very hot\"}");
            pipeline.device("after-it").publish("{\"temperature\": 99}");
            pipeline.settle();

            assertThat(pipeline.items("warning_events"))
                    .extracting(warning -> warning.get("deviceId"))
                    .contains("after-it")
                    .doesNotContain("odd");
            assertThat(pipeline.logs("warning_function")).anyMatch(line -> line.contains("malformed record"));
        }
    }

    @Nested
    @Penstock(value = "template-python.yaml", config = "python-with-boto3.yaml")
    @EnabledIf(
            value = "dev.penstock.examples.warnings.PythonHandlerIT#hasBoto3",
            disabledReason = "no python3 on the PATH has boto3")
    class WithBoto3 {
        @Test
        void onlyTheHotDeviceIsWarnedOf(Pipeline pipeline) {
            warnsOfTheHotDeviceOnly(pipeline);
        }
    }

    private static void warnsOfTheHotDeviceOnly(Pipeline pipeline) {
        pipeline.device("7").publish("{\"temperature\": 71}");
        pipeline.device("8").publish("{\"temperature\": 21}");
        pipeline.settle();

        assertThat(pipeline.items("warning_events"))
                .extracting(warning -> warning.get("deviceId"))
                .contains("7")
                .doesNotContain("8");
    }

    static boolean hasPython() throws InterruptedException {
        return executable("python3", "").isPresent();
    }

    /** Several may be on the path; the function is to get one that has it, which is said in its settings. */
    static boolean hasBoto3() throws InterruptedException, IOException, URISyntaxException {
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : List.of("python3.12", "python3")) {
                Optional<String> found =
                        executable(Path.of(folder).resolve(name).toString(), "import boto3;");
                if (found.isPresent()) {
                    write(found.get());
                    return true;
                }
            }
        }
        return false;
    }

    private static void write(String interpreter) throws IOException, URISyntaxException {
        Path classes = Path.of(PythonHandlerIT.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Files.writeString(classes.resolve("python-with-boto3.yaml"), """
                functions:
                  overrides:
                    warning_function:
                      interpreter: %s
                """.formatted(interpreter));
    }

    /** The path of a Python that takes this program, which ends with a semicolon. */
    private static Optional<String> executable(String python, String program) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(python, "-c", program + "import sys; print(sys.executable)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(path) : Optional.empty();
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
    }
}
